import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CallEvent } from '../../../nodes/shared/call-event/CallEvent';
import type { Delivery } from '../../../nodes/shared/provider/Delivery';
import type { Provider } from '../../../nodes/shared/provider/Provider';
import { ProviderParameters } from '../../../nodes/shared/provider/ProviderParameters';
import { jsonFixture } from '../../fixtures/providers/jsonFixtures.ts';
import { expectEvents, expectEventsOrProblem } from './expectEvents.ts';

/** The settings a provider makes of the trigger's parameters, and what is wrong with those. */
export function settingsOf<Settings>(
	provider: Provider<Settings>,
	parameters: Record<string, unknown> = {},
): { settings: Settings; faults: readonly unknown[] } {
	const reader = new ProviderParameters((name) => parameters[name], 'UTC');
	return { settings: provider.settings(reader), faults: reader.faults };
}

/** Tests that each delivery of a fixture is read into exactly its events, and again into events of the same ids. */
export function testFixture<Settings>(
	provider: Provider<Settings>,
	name: string,
	deliver: (payload: unknown) => Delivery,
	options: { parameters?: Record<string, unknown>; raw?: (payload: unknown) => unknown } = {},
): void {
	const fixture = jsonFixture(provider.name, name);
	const { settings, faults } = settingsOf(provider, options.parameters);
	const raw = options.raw ?? ((payload: unknown) => payload);

	it.each(fixture.deliveries.map((one, index) => ({ ...one, index })))(
		'$index $name',
		({ payload, index }) => {
			expect(faults).toEqual([]);
			expectEvents(provider.read(deliver(payload), settings), fixture.events[index] ?? [], raw(payload));
		},
	);

	it('gives the same ids when it is sent again', () => {
		const ids = () =>
			fixture.deliveries.map(({ payload }) =>
				provider.read(deliver(payload), settings).map(({ eventId }) => eventId),
			);
		expect(ids()).toEqual(ids());
		expect(fixture.source).toMatch(/^Made from .*made up\.$/);
	});
}

/** The events of a whole fixture, each id once, as the trigger passes them on. */
export function eventsOf<Settings>(
	provider: Provider<Settings>,
	name: string,
	deliver: (payload: unknown) => Delivery,
	parameters: Record<string, unknown> = {},
): CallEvent[] {
	const { settings } = settingsOf(provider, parameters);
	const all = jsonFixture(provider.name, name).deliveries.flatMap(({ payload }) =>
		provider.read(deliver(payload), settings),
	);
	return [...new Map(all.toReversed().map((event) => [event.eventId, event])).values()].toReversed();
}

const ODD = fc.oneof(
	fc.constantFrom<unknown>(
		...[null, true, false, 0, -1, 1.5, 1e300, '', ' ', '-1', '1e999', 'NaN', 'constructor', '__proto__'],
		...[
			'2026-05-04 09:30:00',
			'2026-05-04T09:30:00',
			'09:30',
			'soon',
			1777886700,
			1777886700000,
			'1777886700123',
		],
		...['+14155550123', 'anonymous', 'sip:x@y', '\u202Eabc', '\uD800', {}, [], [null], [[]], [{}]],
	),
	fc.string({ unit: 'binary' }),
	fc.jsonValue({ maxDepth: 3 }),
);

/** A value with some of what it holds replaced, removed or doubled, at any depth. */
function bent(value: unknown): fc.Arbitrary<unknown> {
	if (Array.isArray(value)) {
		const kept = fc.tuple(...value.map((entry) => orOdd(bent(entry))));
		return fc.oneof(
			{ weight: 4, arbitrary: kept },
			{ weight: 1, arbitrary: kept.map((list) => [...list, ...list]) },
		);
	}
	if (typeof value !== 'object' || value === null) return fc.constant(value);
	const entries = Object.entries(value).map(([name, part]) =>
		fc.option(
			orOdd(bent(part)).map((changed) => [name, changed] as const),
			{ nil: undefined, freq: 12 },
		),
	);
	return fc.tuple(...entries).map((list) => Object.fromEntries(list.filter((entry) => entry !== undefined)));
}

function orOdd(usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
	return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: ODD });
}

/** Tests that whatever is posted is read into events of the schema or refused as a problem. */
export function testAnyPayload<Settings>(
	provider: Provider<Settings>,
	fixtures: readonly string[],
	deliver: (payload: unknown) => Delivery,
	parameters: readonly Record<string, unknown>[] = [{}],
): void {
	const payloads = fixtures.flatMap((name) => jsonFixture(provider.name, name).deliveries);
	const bents = payloads.map(({ payload }) => bent(payload));
	const settings = parameters.map((entered) => settingsOf(provider, entered).settings);

	it('is read into events of the schema, or is a problem', () => {
		const anything = fc.oneof({ weight: 8, arbitrary: fc.oneof(...bents) }, { weight: 1, arbitrary: ODD });
		fc.assert(
			fc.property(anything, fc.constantFrom(...settings), (payload, setting) => {
				const received = deliver(payload);
				expectEventsOrProblem(() => {
					const events = provider.read(received, setting);
					provider.reply?.(received, setting);
					return events;
				});
			}),
			{ numRuns: 3_000 },
		);
	});
}
