import { ProblemError } from '../problem';
import { isRecord } from '../isRecord';

/** The context attributes of a CloudEvent that are always there or of use here, and all of it as it was sent. */
export interface CloudEvent {
	readonly id: string;
	readonly source: string;
	readonly type: string;
	readonly subject: string | undefined;
	readonly time: string | undefined;
	readonly data: unknown;
	/** Attributes, extensions among them, and data by their names. */
	readonly whole: Readonly<Record<string, unknown>>;
}

function required(whole: Readonly<Record<string, unknown>>, name: string): string {
	const value = whole[name];
	if (typeof value === 'string' && value !== '') return value;
	throw new ProblemError({
		code: 'cloudEvent.attribute',
		what: `A CloudEvent comes without its attribute '${name}'.`,
		fix: 'Check that the sender posts CloudEvents 1.0, as application/cloudevents+json or with ce- headers.',
	});
}

function optional(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * A CloudEvent of version 1.0 from its attributes and data under their names (CloudEvents 1.0.2, sections 'Context
 * Attributes' and 'JSON Format'). Throws a ProblemError for anything else.
 */
export function cloudEvent(value: unknown): CloudEvent {
	const whole = isRecord(value) ? value : {};
	const version = required(whole, 'specversion');
	if (version !== '1.0') {
		throw new ProblemError({
			code: 'cloudEvent.version',
			what: `A CloudEvent has the version '${version.slice(0, 20)}'.`,
			fix: 'Version 1.0 is read; let the sender use it.',
		});
	}
	return {
		id: required(whole, 'id'),
		source: required(whole, 'source'),
		type: required(whole, 'type'),
		subject: optional(whole.subject),
		time: optional(whole.time),
		data: whole.data,
		whole,
	};
}

/** Source and id together name an event once and for all; the id alone does so only for its source. */
export function cloudEventId({ source, id }: CloudEvent): string {
	return `${source}#${id}`;
}
