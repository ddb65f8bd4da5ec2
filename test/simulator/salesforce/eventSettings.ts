/** What the simulator can be told about conversation events (sections 13 and 14 of the reference). */
export interface EventSettings {
	/** Docs: 202. Docs silent: the body. */
	eventAnswer: { status: number; body: string };
	/** The table of section 13 spells CXoneAgentAssistService, its example CxoneAgentAssistService. */
	cxoneSpelling: 'table' | 'example' | 'both';
	/** The table says string, the example has a number. */
	scoreType: 'string' | 'number' | 'both';
	/** Docs silent: a real-time event for a closed conversation. Either way it is recorded. */
	lateRealTimeEvents: 'drop' | 'keep';
	/** Docs: after the conversation closed. Docs silent: what becomes of one that comes before. */
	earlyPostCallEvents: 'refuse' | 'drop';
	/** Salesforce's own client sends the undocumented IntelligenceSignal__OverallSentimentScore. */
	overallSentimentScore: 'refuse' | 'accept';
}

export const DEFAULT_EVENT_SETTINGS: EventSettings = {
	eventAnswer: { status: 202, body: '' },
	cxoneSpelling: 'table',
	scoreType: 'both',
	lateRealTimeEvents: 'drop',
	earlyPostCallEvents: 'refuse',
	overallSentimentScore: 'refuse',
};
