import type { Fault } from '../../faults/Fault.ts';
import type { SimulatorSettings } from '../../options.ts';
import type { Answer } from '../../server/Answer.ts';
import type { BodyRules, Finding, JsonObject } from '../../server/checkBody.ts';
import type { InvisibleProblem } from '../../server/records.ts';
import type { CallStore, Sender } from '../CallStore.ts';
import type { ContactRequestBook } from '../ContactRequestBook.ts';
import type { VoiceCall } from '../VoiceCall.ts';

/** A request that is authorized and whose body passed the endpoint's rules. */
export interface ApiRequest {
	number: number;
	sender: Sender;
	/** The id or vendor call key of the path, decoded; empty for paths without one. */
	callId: string;
	body: JsonObject;
	/** Faults that this endpoint does not report at once. */
	deferred: Finding[];
	/** What is to go wrong, as far as the endpoint itself brings it about. */
	fault: Fault | undefined;
}

/** What an endpoint may use of the simulated org. */
export interface Org {
	settings: SimulatorSettings;
	calls: CallStore;
	contactRequests: ContactRequestBook;
	/** Counts a call start; false when the organization's rate is used up. */
	mayStart: (organizationId: string) => boolean;
	/** Counts so many utterances, all or none; false when the organization's rate is used up. */
	mayTranscribe: (organizationId: string, utterances: number) => boolean;
	/** Runs work after the asynchronous delay, in the order it came in. */
	later: (work: () => void) => void;
	/** Records something the caller is not told. */
	report: (requestNumber: number, problem: InvisibleProblem, call?: VoiceCall) => void;
	/** Records a broken rule. */
	recordViolation: (requestNumber: number, rule: string, message: string, field?: string) => void;
	/** Builds an error answer of the configured shape and records it as a violation. */
	refuse: (requestNumber: number, status: number, rule: string, message: string, field?: string) => Answer;
	/** Builds the 429 answer. */
	limitExceeded: (message: string) => Answer;
}

/** One operation of the Telephony Integration API. */
export interface Endpoint {
	name: string;
	method: 'POST' | 'PATCH' | 'GET';
	/** Under `/telephony/v1`, with `:callId` where the path names a call. */
	path: string;
	/** False hides the endpoint (404). */
	available?: (settings: SimulatorSettings) => boolean;
	/** The body may be absent, empty or `null`. */
	bodyOptional?: true;
	rules: (settings: SimulatorSettings) => BodyRules;
	/** Rules that join several fields, or a field and the token; asked when every field has the right shape. */
	checkTogether?: (body: JsonObject, sender: Sender, org: Org) => Finding[];
	/** Whether a fault is refused at once; by default each is. The others reach `handle` as `deferred`. */
	refusesAtOnce?: (finding: Finding, settings: SimulatorSettings) => boolean;
	handle: (request: ApiRequest, org: Org) => Answer;
}
