import { describe, expect, it } from 'vitest';
import { vonage } from '../../../../nodes/shared/provider/vonage/vonage';
import { jsonFixture } from '../../../fixtures/providers/jsonFixtures.ts';
import { delivery } from '../delivery.ts';
import { eventsOf, settingsOf, testAnyPayload, testFixture } from '../providerTest.ts';
import { vonageDelivery } from './vonageToken.ts';

const FIXTURES = [
	['inboundAnswered', {}],
	['inboundMissed', {}],
	['inboundRecorded', {}],
	['transferred', {}],
	['outbound', { dialedLegs: 'customers' }],
] as const;

const NCCO = '[{"action":"talk","text":"One moment."}]';

describe.each(FIXTURES)('fixture %s', (name, parameters) => {
	testFixture(vonage, name, vonageDelivery, { parameters });
});

describe('any payload', () => {
	testAnyPayload(
		vonage,
		FIXTURES.map(([name]) => name),
		vonageDelivery,
		[{}, { dialedLegs: 'customers', 'options.legEvents': true, ncco: NCCO }],
	);
});

describe("a dialed agent's phone", () => {
	it('is told in full when its events are asked for, and ends nothing but itself', () => {
		const events = eventsOf(vonage, 'inboundAnswered', vonageDelivery, { 'options.legEvents': true });
		const ofAgent = events.filter(({ legId, eventType }) => legId?.endsWith('b') && eventType !== 'answered');
		expect(
			ofAgent.map(({ eventType, direction, endedAt, talkSeconds }) => [
				eventType,
				direction,
				endedAt,
				talkSeconds,
			]),
		).toEqual([
			['initiated', null, null, null],
			['ringing', null, null, null],
			['ended', null, null, 150],
		]);
		const missed = eventsOf(vonage, 'inboundMissed', vonageDelivery, { 'options.legEvents': true });
		expect(missed.find(({ legId }) => legId?.endsWith('b') && missed)?.eventType).toBe('initiated');
		expect(missed[2]).toMatchObject({ eventType: 'missed', outcome: 'missed', endedAt: null });
	});

	it('is each its own', () => {
		const leg = {
			status: 'ringing',
			direction: 'outbound',
			conversation_uuid: 'CON-1',
			timestamp: '2026-05-04T09:20:00Z',
		};
		const { settings } = settingsOf(vonage, { 'options.legEvents': true });
		const ids = ['a', 'b', 'a'].map(
			(uuid) => vonage.read(vonageDelivery({ ...leg, uuid }), settings)[0]?.eventId,
		);
		expect(ids[0]).toBe(ids[2]);
		expect(ids[0]).not.toBe(ids[1]);
	});
});

describe('the answer', () => {
	const { settings } = settingsOf(vonage, { ncco: ` ${NCCO}\n` });
	const [answer, ringing] = jsonFixture('vonage', 'inboundAnswered').deliveries;

	it('to the answer webhook is the NCCO', () => {
		expect(vonage.reply?.(vonageDelivery(answer?.payload), settings)).toEqual({
			contentType: 'application/json',
			body: NCCO,
		});
	});

	it('to an event is empty, and without an NCCO to the answer webhook too', () => {
		expect(vonage.reply?.(vonageDelivery(ringing?.payload), settings)).toBeUndefined();
		expect(
			vonage.reply?.(vonageDelivery({ reason: 'x', conversation_uuid: 'c', uuid: 'u', to: '1' }), settings),
		).toBeUndefined();
		expect(vonage.reply?.(vonageDelivery(answer?.payload), settingsOf(vonage).settings)).toBeUndefined();
	});
});

describe('the Reply field', () => {
	it.each([
		['Hello', 'is not valid JSON'],
		['{"action":"talk"}', 'is not a list of actions'],
		['[]', 'is not a list of actions'],
		['[{"action":"talk"},{"text":"x"}]', "has no 'action' in entry 2 of its list"],
		['[null]', "has no 'action' in entry 1 of its list"],
	])('refuses %s', (ncco, what) => {
		const { settings, faults } = settingsOf(vonage, { ncco });
		expect(faults).toMatchObject([{ field: 'ncco', what }]);
		expect(settings.ncco).toBeUndefined();
	});
});

describe('the secret', () => {
	it("is the signature secret and not the application's key", () => {
		const { settings } = settingsOf(vonage);
		expect(vonage.checkSecret('0123456789abcdef', settings)).toBeUndefined();
		expect(vonage.checkSecret('-----BEGIN PRIVATE KEY-----\nMII', settings)).toEqual({
			code: 'vonage.keyAsSecret',
			what: "The secret is the application's private key, not the signature secret.",
			fix: "Copy the 'Signature secret' from 'API settings' in the Vonage dashboard.",
		});
	});
});

describe('a body that is no JSON object', () => {
	it.each(['[]', '"x"', '1', 'null'])('%s is a problem', (body) => {
		const { settings } = settingsOf(vonage);
		const headers = { 'content-type': 'application/json' };
		expect(() => vonage.read(delivery({ headers, body }), settings)).toThrow(
			'The body is not a JSON object.',
		);
	});

	it('is a problem as a form', () => {
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		expect(() =>
			vonage.read(delivery({ headers, body: 'status=ringing' }), settingsOf(vonage).settings),
		).toThrow('The body is not a JSON object.');
	});
});
