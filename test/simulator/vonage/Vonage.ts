import type { Agent, AgentChanges } from './AgentBook.ts';
import type { OutboundCall } from './OutboundCall.ts';
import type { VonageSettings } from './settings.ts';
import type { IssuedToken } from './TokenBook.ts';

/** The simulated Vonage Contact Center from outside. Lists are copies, oldest first; what is in them is live. */
export interface Vonage {
	readonly calls: OutboundCall[];
	/** How often each phone rang, by its number. */
	readonly rings: Map<string, number>;
	readonly agents: Agent[];
	/** Every token handed out, without its text. */
	readonly tokens: IssuedToken[];
	readonly settings: VonageSettings;
	/** A call by its GUID or by the other id of the answer's body. */
	call(id: string): OutboundCall | undefined;
	/** Changes what an agent is doing. Undefined when there is no such agent. */
	setAgent(agentId: string, changes: AgentChanges): Agent | undefined;
	/** Lets a call do its next step now. Undefined when there is none. */
	advance(id: string): OutboundCall | undefined;
	/** Plays the agent who says how the call went. */
	wrapUp(id: string, dispositionCode: string): OutboundCall | undefined;
	/** Ends the life of every access token. */
	expireTokens(): void;
	/** Changes options of `vonage` while running. */
	configure(changes: Partial<VonageSettings>): void;
	/** Resolves when no call moves on by itself any more and every change of recording is applied. */
	settled(): Promise<void>;
}
