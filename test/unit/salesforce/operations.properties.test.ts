import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVoiceCall } from '../../../nodes/shared/salesforce/createVoiceCall';
import type { Operation } from '../../../nodes/shared/salesforce/operation';
import { routeVoiceCall } from '../../../nodes/shared/salesforce/routeVoiceCall';
import { updateVoiceCall } from '../../../nodes/shared/salesforce/updateVoiceCall';
import { createFields, routeFields, updateFields } from '../../fixtures/salesforce/arbitraryFields.ts';
import { credential } from '../../fixtures/salesforce/credential.ts';

type Kind = (value: unknown) => boolean;

const text: Kind = (value) => typeof value === 'string';

const flag: Kind = (value) => typeof value === 'boolean';

const int32: Kind = (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 2 ** 31 - 1;

const isoUtc: Kind = (value) => text(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(value));

const object: Kind = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON object in a string, each of whose values is a single one. */
const attributes: Kind = (value) => {
	const held: unknown = text(value) ? JSON.parse(String(value)) : undefined;
	return (
		object(held) &&
		Object.values(held as object).every((entry) => typeof entry !== 'object' || entry === null)
	);
};

const shape =
	(fields: Record<string, Kind>): Kind =>
	(value) =>
		object(value) &&
		Object.keys(value as object).every((name) => Object.hasOwn(fields, name)) &&
		Object.entries(fields).every(([name, kind]) => kind((value as Record<string, unknown>)[name]));

const endUser = shape({ participantKey: text, type: (value) => value === 'END_USER' });

/** The documented fields and their types (reference, sections 4, 5 and 9). */
const CREATE: Record<string, Kind> = {
	callCenterApiName: text,
	parentVoiceCallId: text,
	vendorCallKey: text,
	to: text,
	from: text,
	initiationMethod: text,
	startTime: isoUtc,
	participants: (value) => Array.isArray(value) && value.length === 1 && value.every(endUser),
	callAttributes: attributes,
	callOrigin: text,
	callSubtype: text,
	queue: text,
};

const UPDATE: Record<string, Kind> = {
	startTime: isoUtc,
	endTime: isoUtc,
	enqueueTime: isoUtc,
	acceptTime: isoUtc,
	fromNumber: text,
	totalHoldDuration: int32,
	longestHoldDuration: int32,
	numberOfHolds: int32,
	queue: text,
	agent: text,
	agentInteractionDuration: int32,
	callOrigin: text,
	recordingLocation: text,
	totalRecordingDuration: int32,
	callAttributes: attributes,
	isActiveCall: flag,
	disconnectReason: shape({ value: text, isError: flag }),
};

const ROUTE: Record<string, Kind> = { routingTarget: text, fallbackQueue: text, flowInputParameters: object };

const REQUIRED = {
	create: [
		'callCenterApiName',
		'vendorCallKey',
		'to',
		'from',
		'initiationMethod',
		'startTime',
		'participants',
	],
	update: ['isActiveCall'],
	route: ['routingTarget'],
};

function holds<Fields, Result>(
	operation: Operation<Fields, Result>,
	arbitrary: fc.Arbitrary<Fields>,
	documented: Record<string, Kind>,
	required: string[],
): void {
	let sent = 0;
	fc.assert(
		fc.property(arbitrary, (fields) => {
			const faults = operation.check(fields);
			for (const fault of faults) {
				expect(Object.values(fault).every((part) => text(part) && part !== '')).toBe(true);
				expect(fault.fix).toMatch(/\.$/);
			}
			if (faults.length > 0) return;
			sent += 1;
			const { body } = operation.request(fields, credential);
			const onTheWire = JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
			const wrong = Object.entries(onTheWire).filter(([name, value]) => !documented[name]?.(value));
			expect(wrong).toEqual([]);
			expect(required.filter((name) => !(name in onTheWire))).toEqual([]);
		}),
		{ numRuns: 2_000 },
	);
	// Otherwise the test would say nothing.
	expect(sent).toBeGreaterThan(50);
}

describe('checking never throws, and what passes has documented fields of the documented types only', () => {
	it('when creating', () => {
		holds(createVoiceCall, createFields, CREATE, REQUIRED.create);
	});

	it('when updating', () => {
		holds(updateVoiceCall, updateFields, UPDATE, REQUIRED.update);
	});

	it('when routing', () => {
		holds(routeVoiceCall, routeFields, ROUTE, REQUIRED.route);
	});
});

it('the end is told exactly when the call is not active any more', () => {
	fc.assert(
		fc.property(updateFields, (fields) => {
			if (updateVoiceCall.check(fields).length > 0) return;
			const { isActiveCall } = updateVoiceCall.request(fields, credential).body as { isActiveCall: boolean };
			expect(isActiveCall).toBe(fields.whatHappened === 'active');
		}),
		{ numRuns: 1_000 },
	);
});
