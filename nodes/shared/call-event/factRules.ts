import {
	type Agent,
	type Cause,
	DIRECTIONS,
	ENDERS,
	type Outcome,
	type Queue,
	type Recording,
	SOURCES,
	TRANSFER_KINDS,
	type Transfer,
} from './CallEvent';
import type { EventFacts } from './CallMemory';
import { instantOf } from './instants';
import { wholeNumber, wholeSeconds } from './units';

/** How a fact is read from an event, and which of two tellings of the same event is believed. */
export interface Rule<Value> {
	/** Undefined for what is not told or cannot be the fact. What it gives is read unchanged. */
	read(value: unknown): Value | undefined;
	/** Commutative, associative and idempotent, so that the order of the tellings does not matter. */
	join(one: Value, other: Value): Value;
}

type FactName = keyof EventFacts;

export type Fact<Name extends FactName> = Exclude<EventFacts[Name], undefined>;

type Rules = { readonly [Name in FactName]: Rule<Fact<Name>> };

/** The reader already cut what comes from outside (parts.ts); this holds for events that are made by hand. */
const LONGEST_TEXT = 1_024;

/** A longer link is dropped, since a shortened one leads nowhere. */
const LONGEST_LINK = 2_048;

function greater<Value extends string | number>(one: Value, other: Value): Value {
	return one < other ? other : one;
}

const text: Rule<string> = {
	read: (value) => (typeof value === 'string' && value !== '' ? value.slice(0, LONGEST_TEXT) : undefined),
	join: greater,
};

/** Minus zero would not come back from JSON. */
function unsigned(value: number | undefined): number | undefined {
	return value === undefined ? undefined : Math.abs(value);
}

const count: Rule<number> = { read: (value) => unsigned(wholeNumber(value)), join: greater };

/** A whole number that Salesforce can take; one too large must not keep all else from it. */
const countOfCall: Rule<number> = {
	read: (value) => unsigned(wholeNumber(value) === undefined ? undefined : wholeSeconds(value)),
	join: greater,
};

/** Durations of a call only grow while it goes on. */
const seconds: Rule<number> = { read: (value) => unsigned(wholeSeconds(value)), join: greater };

const time = (join: (...instants: number[]) => number): Rule<string> => ({
	read: (value) => {
		const instant = instantOf(value);
		return instant === undefined ? undefined : new Date(instant).toISOString();
	},
	join: (one, other) => new Date(join(Date.parse(one), Date.parse(other))).toISOString(),
});

const earliest = time(Math.min);

const latest = time(Math.max);

/** The words that are believed over the others come first. */
const oneOf = <Word extends string>(words: readonly Word[]): Rule<Word> => ({
	read: (value) => words.find((word) => word === value),
	join: (one, other) => (words.indexOf(one) <= words.indexOf(other) ? one : other),
});

/** A machine may be found out after the answer, and a plain miss be explained later. */
const TELLING_OUTCOMES: readonly Outcome[] = [
	'voicemail',
	'answered',
	'abandoned',
	'busy',
	'rejected',
	'canceled',
	'failed',
	'missed',
];

type Reader<Value> = Pick<Rule<Value>, 'read'>;

type Parts<Group> = { readonly [Part in keyof Group]: Reader<Exclude<Group[Part], null>> };

const link: Reader<string> = {
	read: (value) =>
		typeof value === 'string' && value.length <= LONGEST_LINK && value !== '' ? value : undefined,
};

const flag: Reader<boolean> = { read: (value) => (typeof value === 'boolean' ? value : undefined) };

/** A group stays whole: parts of two tellings could belong to two people, so the fuller telling is taken. */
function group<Group extends object>(parts: Parts<Group>): Rule<Group> {
	const names = Object.keys(parts) as Array<keyof Group & string>;
	const told = (value: Group) => names.filter((name) => value[name] !== null).length;
	return {
		read: (value) => {
			if (typeof value !== 'object' || value === null) return undefined;
			const read = names.map((name) => [name, parts[name].read(Reflect.get(value, name)) ?? null] as const);
			if (read.every(([, part]) => part === null)) return undefined;
			return Object.fromEntries(read) as Group;
		},
		join: (one, other) => {
			if (told(one) !== told(other)) return told(one) > told(other) ? one : other;
			return JSON.stringify(one) >= JSON.stringify(other) ? one : other;
		},
	};
}

const agent = group<Agent>({ id: text, extension: text, name: text, email: text });

const queue = group<Queue>({ id: text, name: text, position: count });

const cause = group<Cause>({ code: text, q850: count, text });

const transfer = group<Transfer>({
	kind: oneOf(TRANSFER_KINDS),
	toNumber: text,
	toAgentId: text,
	newCallId: text,
});

const recording = group<Recording>({
	id: text,
	url: link,
	seconds,
	format: text,
	needsAuth: flag,
	expiresAt: latest,
});

/** Every fact that is remembered of an event, in the order it is written down. */
export const FACT_RULES: Rules = {
	sequence: count,
	source: oneOf(SOURCES),
	sourceAccountId: text,
	callId: text,
	legId: text,
	parentCallId: text,
	direction: oneOf(DIRECTIONS),
	from: text,
	to: text,
	customerNumber: text,
	businessNumber: text,
	callerName: text,
	agent,
	queue,
	startedAt: earliest,
	queuedAt: earliest,
	answeredAt: earliest,
	endedAt: latest,
	ringSeconds: seconds,
	queueSeconds: seconds,
	talkSeconds: seconds,
	totalSeconds: seconds,
	holdSeconds: seconds,
	holdCount: countOfCall,
	longestHoldSeconds: seconds,
	outcome: oneOf(TELLING_OUTCOMES),
	cause,
	endedBy: oneOf(ENDERS),
	transfer,
	recording,
};
