import { DEFAULT_DATA_SETTINGS, type DataSettings } from '../data/settings.ts';

/** A connected app of an organization: who may fetch tokens for its Connect REST API. */
export interface ConnectedApp {
	/** Consumer key: `iss` of an assertion. */
	clientId: string;
	/** For the refresh token flow. */
	clientSecret: string;
	/** 15 characters. */
	organizationId: string;
	/** PEM texts: an assertion signed with any of them is good. */
	publicKeys: string[];
	/** Names of the users that are pre-authorized. */
	users: string[];
}

/**
 * What the simulator of Connect REST API can be told (section 17 of the reference). "Docs silent" means what it does in
 * SimulatorSettings.
 */
export interface ConnectSettings extends DataSettings {
	apps: ConnectedApp[];
	/** Seconds an access token is good for; its answer names no such number. */
	sessionSeconds: number;
	/** Seconds an assertion may be good for (OAuth 2.0 JWT Bearer Flow: three minutes). */
	assertionSeconds: number;
	/** Requests an hour and user; beyond it `hourlyLimitStatus`. */
	requestsPerHour: number;
	/** Connect REST API Limits says 503; 429 is what others answer. */
	hourlyLimitStatus: number;
	/** Docs silent: a token is looked at before the body of an upload is read, or when all of it has come. */
	tokenCheck: 'early' | 'late';

	/** Milliseconds from an upload to its job being done. */
	jobMs: number;
	/** Docs silent: what the status of a job says until it is done. */
	pendingStatus: 'IN_PROGRESS' | 'PENDING' | 'absent';
	/** Docs silent: the status of a job of which some entries failed. */
	partlyFailedStatus: 'SUCCESS' | 'FAILED';
	/** Ids of entries that fail, whatever is in them. */
	failingEntries: string[];
	/** Docs silent: an upload for a conversation that is open or unknown is refused in its result or altogether. */
	badConversation: 'result' | 'request';
	/** Docs silent: an entry whose id the conversation has already is the same one, or fails. Never stored twice. */
	repeatedEntry: 'same' | 'fails';
	/** Entries of an upload that are stored; the others are checked and counted only. */
	keepEntries: number;
	/** Docs silent: by which time `startTimestamp` and `endTimestamp` choose entries. */
	entriesBy: 'clientTimestamp' | 'serverReceivedTimestamp';
	/** Docs silent: how the answer to a change of entries names those that were not found. */
	updateFailures: 'listed' | 'silent';
}

export const DEFAULT_CONNECT_SETTINGS: ConnectSettings = {
	apps: [],
	sessionSeconds: 7200,
	assertionSeconds: 180,
	requestsPerHour: 100_000,
	hourlyLimitStatus: 503,
	tokenCheck: 'early',
	jobMs: 25,
	pendingStatus: 'IN_PROGRESS',
	partlyFailedStatus: 'SUCCESS',
	failingEntries: [],
	badConversation: 'result',
	repeatedEntry: 'same',
	keepEntries: 10_000,
	entriesBy: 'clientTimestamp',
	updateFailures: 'listed',
	...DEFAULT_DATA_SETTINGS,
};

/** Changes over a base. Throws a TypeError naming an option that does not exist. */
export function connectSettingsFrom(
	changes: Partial<ConnectSettings>,
	base: ConnectSettings = DEFAULT_CONNECT_SETTINGS,
): ConnectSettings {
	const unknown = Object.keys(changes).find((name) => !Object.hasOwn(DEFAULT_CONNECT_SETTINGS, name));
	if (unknown !== undefined) throw new TypeError(`The simulator has no option named "connect.${unknown}".`);
	return { ...base, ...changes };
}
