import { Timers } from '../server/Timers.ts';
import type { AgentBook } from './AgentBook.ts';
import type { CallBook } from './CallBook.ts';
import type { CallResult, OutboundCall } from './OutboundCall.ts';
import { numberOutcome, type AgentOutcome, type NumberOutcome, type VonageSettings } from './settings.ts';

/** Leads calls from ring to end. Every step either happens by itself after a while, or by hand. */
export class CallProgress {
	private readonly timers = new Timers();
	private readonly calls: CallBook;
	private readonly agents: AgentBook;
	private readonly settings: () => VonageSettings;

	constructor(calls: CallBook, agents: AgentBook, settings: () => VonageSettings) {
		this.calls = calls;
		this.agents = agents;
		this.settings = settings;
	}

	/** Rings the agent's phone, or fails when nobody is there to be rung. */
	start(call: OutboundCall): void {
		if (call.agentId === null || call.agentPhone === null) {
			this.fail(call, 'Originator', 'NoAgentAvailable');
			return;
		}
		this.agents.take(call.agentId, call.guid);
		const outcome = this.agentOutcome(call.agentId);
		if (outcome !== 'busy') this.calls.ring(call, 'agent', call.agentPhone);
		const { agentAnswersMs, noAnswerMs } = this.settings();
		this.stepAfter(outcome === 'answers' ? agentAnswersMs : outcome === 'busy' ? 0 : noAnswerMs, call);
	}

	/** Rings the agent's phone and lets the call fail at once. */
	ringInVain(call: OutboundCall): void {
		if (call.agentId !== null) this.agents.take(call.agentId, call.guid);
		if (call.agentPhone !== null) this.calls.ring(call, 'agent', call.agentPhone);
		this.fail(call, 'Originator', 'CallFailed');
	}

	/** The next thing that happens to a call. False when it has ended. */
	advance(call: OutboundCall): boolean {
		switch (call.state) {
			case 'ringingAgent':
				this.answerAgent(call);
				return true;
			case 'ringingCustomer':
				this.answerCustomer(call);
				return true;
			case 'talking':
				this.end(call, { code: 'Success', party: null, reason: null });
				return true;
			case 'ended':
				return false;
		}
	}

	/** Runs work by itself after a while, whatever the progress of calls depends on. */
	later(delayMs: number, work: () => void): void {
		this.timers.after(delayMs, work);
	}

	/** Resolves when nothing more happens by itself. */
	async settled(): Promise<void> {
		await this.timers.settled();
	}

	clear(): void {
		this.timers.clear();
	}

	private answerAgent(call: OutboundCall): void {
		const agentOutcome = this.agentOutcome(call.agentId);
		if (agentOutcome !== 'answers') {
			this.fail(call, 'Originator', agentOutcome === 'noAnswer' ? 'NoAnswer' : 'Busy');
			return;
		}
		this.calls.note(call, 'agentAnswers', `agent ${call.agentId}`);
		const outcome = this.customerOutcome(call);
		if (outcome === 'busy') {
			this.fail(call, 'Recipient', 'Busy');
			return;
		}
		if (call.calledAgentId !== null) this.agents.take(call.calledAgentId, call.guid);
		call.state = 'ringingCustomer';
		this.calls.ring(call, 'customer', call.customerPhone);
		const { customerAnswersMs, noAnswerMs } = this.settings();
		this.stepAfter(outcome === 'answers' ? customerAnswersMs : noAnswerMs, call);
	}

	private answerCustomer(call: OutboundCall): void {
		if (this.customerOutcome(call) !== 'answers') {
			this.fail(call, 'Recipient', 'NoAnswer');
			return;
		}
		call.state = 'talking';
		call.talkingSince = this.calls.nowText();
		const { recordCalls, talkMs } = this.settings();
		if (recordCalls) call.recordingStatus = 'Started';
		this.calls.note(call, 'customerAnswers', recordCalls ? 'recorded' : 'not recorded');
		this.stepAfter(talkMs, call);
	}

	private stepAfter(delayMs: number, call: OutboundCall): void {
		if (this.settings().progress === 'byHand') return;
		const { state } = call;
		this.timers.after(delayMs, () => {
			// A hand may have been quicker.
			if (call.state === state) this.advance(call);
		});
	}

	private fail(call: OutboundCall, party: CallResult['party'], reason: CallResult['reason']): void {
		this.end(call, { code: 'Failure', party, reason });
	}

	private end(call: OutboundCall, result: CallResult): void {
		call.state = 'ended';
		call.result = result;
		call.endedAt = this.calls.nowText();
		if (result.code === 'Failure') call.recordingStatus = null;
		this.agents.release(call.guid);
		const good = result.code === 'Success';
		this.calls.note(call, good ? 'ended' : 'failed', good ? '' : `${result.party}: ${result.reason}`);
	}

	private agentOutcome(agentId: string | null): AgentOutcome {
		return (agentId === null ? undefined : this.agents.find(agentId)?.outcome) ?? 'answers';
	}

	/** An agent may have come into another call meanwhile; outcomes that are for callers only count as busy. */
	private customerOutcome({ guid, calledAgentId, customerPhone }: OutboundCall): NumberOutcome {
		if (calledAgentId === null) return numberOutcome(customerPhone, this.settings());
		const agent = this.agents.find(calledAgentId);
		if (agent?.inCall === true && agent.currentCallGuid !== guid) return 'busy';
		const outcome = this.agentOutcome(calledAgentId);
		return outcome === 'answers' || outcome === 'noAnswer' ? outcome : 'busy';
	}
}
