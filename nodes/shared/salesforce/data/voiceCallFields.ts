import { jsonObject } from '../../http/answer';
import { isRecord } from '../../isRecord';
import type { Operation } from '../connect/operation';
import { harmless, unreadable } from './operation';

/** A field of the voice call record that can be filled in. */
export interface VoiceCallField {
	/** API name. */
	readonly name: string;
	readonly label: string;
	/** Salesforce's word for it, such as `currency`. */
	readonly type: string;
	/** The most characters that a text may have; undefined where it does not count. */
	readonly length: number | undefined;
	/** Undefined for a field that has none. */
	readonly choices: ReadonlyArray<{ readonly label: string; readonly value: string }> | undefined;
	/** Whether Salesforce takes nothing but the choices. */
	readonly isRestricted: boolean;
}

/** Standard fields that `callAttributes` is documented to take (reference, section 4). */
const STANDARD = new Set(['RecordTypeId', 'SourceType', 'CallerContactInfo', 'ToPhoneNumber']);

/** Types without one value of their own. */
const NOT_FILLED_IN = new Set(['address', 'base64', 'complexvalue', 'location']);

const TEXTS = new Set(['string', 'textarea', 'email', 'phone', 'url', 'encryptedstring', 'multipicklist']);

/** The describe of a custom object's hundreds of fields is large. */
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;

type Described = Readonly<Record<string, unknown>>;

function records(value: unknown): Described[] {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

function choice(label: unknown, value: unknown): Array<{ label: string; value: string }> {
	if (typeof value !== 'string' || value === '') return [];
	return [{ label: typeof label === 'string' && label !== '' ? label : value, value }];
}

function choicesOf(field: Described, recordTypes: readonly Described[]): VoiceCallField['choices'] {
	if (field.name === 'RecordTypeId') {
		const offered = recordTypes.filter(({ active, available, master }) => active && available && !master);
		return offered.flatMap((entry) => choice(entry.name, entry.recordTypeId));
	}
	const values = records(field.picklistValues).filter(({ active }) => active === true);
	return values.length === 0 ? undefined : values.flatMap((entry) => choice(entry.label, entry.value));
}

function isOffered({ name, custom, createable, calculated, deprecatedAndHidden, type }: Described): boolean {
	if (typeof name !== 'string' || typeof type !== 'string' || NOT_FILLED_IN.has(type)) return false;
	if (deprecatedAndHidden === true || calculated === true) return false;
	return STANDARD.has(name) || (custom === true && createable === true);
}

function fieldOf(described: Described, recordTypes: readonly Described[]): VoiceCallField {
	const { name, label, type, length, restrictedPicklist } = described;
	const choices = choicesOf(described, recordTypes);
	return {
		name: String(name),
		label: typeof label === 'string' && label !== '' ? label : String(name),
		type: String(type),
		length: TEXTS.has(String(type)) && typeof length === 'number' && length > 0 ? length : undefined,
		choices,
		isRestricted: choices !== undefined && (restrictedPicklist === true || name === 'RecordTypeId'),
	};
}

/**
 * GET /sobjects/VoiceCall/describe: the custom fields of the voice call record that may be filled in, and the standard
 * ones that a call's attributes may name, by their labels (REST API Developer Guide, sObject Describe).
 */
export const describeVoiceCall: Operation<Record<string, never>, readonly VoiceCallField[]> = {
	...harmless,

	purpose: 'give the fields of the voice call record',

	request: () => ({
		method: 'GET',
		path: '/sobjects/VoiceCall/describe',
		largestAnswer: LARGEST_ANSWER_BYTES,
	}),

	read(answer) {
		const body = jsonObject(answer);
		if (!body || !Array.isArray(body.fields)) throw unreadable(answer);
		const recordTypes = records(body.recordTypeInfos);
		return records(body.fields)
			.filter(isOffered)
			.map((described) => fieldOf(described, recordTypes))
			.sort((one, other) => one.label.localeCompare(other.label, 'en'));
	},
};
