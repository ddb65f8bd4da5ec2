import type { AgentOutcome, AgentState, VonageAgent } from './settings.ts';

/** An agent as things stand. */
export interface Agent {
	readonly agentId: string;
	readonly telephoneNumber: string;
	readonly groups: readonly string[];
	/** As set; whether the agent is in a call of the simulator is told by `inCall`. */
	state: AgentState;
	outcome: AgentOutcome;
	inCall: boolean;
	/** The call the agent is in, or the last one. */
	currentCallGuid: string | null;
}

export type AgentChanges = Partial<Pick<Agent, 'state' | 'outcome'>>;

/** The agents and what each is doing. */
export class AgentBook {
	private agents = new Map<string, Agent>();

	constructor(agents: VonageAgent[]) {
		this.replace(agents);
	}

	/** In the order they were given. */
	all(): Agent[] {
		return [...this.agents.values()];
	}

	find(agentId: string): Agent | undefined {
		return this.agents.get(agentId);
	}

	/** Other agents from now on; one of the same id stays in the call it is in. */
	replace(agents: VonageAgent[]): void {
		const before = this.agents;
		this.agents = new Map(agents.map((agent) => [agent.agentId, stand(agent, before.get(agent.agentId))]));
	}

	/** Brings an agent into a call. */
	take(agentId: string, guid: string): void {
		const agent = this.agents.get(agentId);
		if (agent === undefined) return;
		agent.inCall = true;
		agent.currentCallGuid = guid;
	}

	/** Lets go of whoever is in a call. */
	release(guid: string): void {
		for (const agent of this.agents.values()) if (agent.currentCallGuid === guid) agent.inCall = false;
	}

	/** The agents who can be called now: of any of these groups, or all. */
	ready(groups?: readonly string[]): Agent[] {
		return this.all().filter(
			(agent) =>
				isReady(agent) && (groups === undefined || agent.groups.some((group) => groups.includes(group))),
		);
	}
}

export function isReady(agent: Agent): boolean {
	return agent.state === 'available' && !agent.inCall;
}

function stand(agent: VonageAgent, before: Agent | undefined): Agent {
	return {
		agentId: agent.agentId,
		telephoneNumber: agent.telephoneNumber,
		groups: agent.groups ?? [],
		state: agent.state ?? 'available',
		outcome: agent.outcome ?? 'answers',
		inCall: before?.inCall ?? false,
		currentCallGuid: before?.currentCallGuid ?? null,
	};
}
