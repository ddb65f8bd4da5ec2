import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCall } from '../../../nodes/shared/vonage/callRules';
import type { PlaceCallFields } from '../../../nodes/shared/vonage/placeCall';

const good: PlaceCallFields = {
	callFrom: 'agent',
	agentId: '1234',
	callTo: 'number',
	telephoneNumber: '02072068888',
	apiVersion: 6,
};

const wrong = (changes: Partial<PlaceCallFields>) =>
	checkCall({ ...good, ...changes }).map(({ field, what }) => `${field} ${what}`);

describe('a call to be placed', () => {
	it.each([
		['no agent', { agentId: undefined }, ['agentId is empty']],
		['an agent of 12 digits', { agentId: '123456789012' }, ["agentId is '123456789012', not an agent ID"]],
		[
			'a Salesforce ID as agent',
			{ agentId: '005000000000001AAA' },
			["agentId is '005000000000001AAA', not an agent ID"],
		],
		['no group', { callFrom: 'groups', groups: [] }, ['groups is empty']],
		[
			'a group with a blank',
			{ callFrom: 'groups', groups: ['030', '2 0'] },
			["groups holds '2 0', which is no group ID"],
		],
		['an unknown caller', { callFrom: 'robot' }, ['callFrom is not one of the choices']],
		['no number', { telephoneNumber: undefined }, ['telephoneNumber is empty']],
		[
			'31 characters of number',
			{ telephoneNumber: '0'.repeat(31) },
			['telephoneNumber has more than 30 characters'],
		],
		[
			'a word as number',
			{ telephoneNumber: 'anonymous' },
			["telephoneNumber is 'anonymous', not a telephone number"],
		],
		['no called agent', { callTo: 'agent' }, ['toAgentId is empty']],
		['an unknown called', { callTo: 'fax' }, ['callTo is not one of the choices']],
		[
			'2,001 characters of reference',
			{ reference: 'a'.repeat(2_001) },
			['reference has more than 2,000 characters'],
		],
		[
			'a reference with a blank',
			{ reference: 'a b' },
			['reference is neither letters and digits nor a web address'],
		],
		[
			'a reference that is a script',
			{ reference: 'javascript:alert(1)' },
			['reference is neither letters and digits nor a web address'],
		],
		[
			'33 characters of application',
			{ application: 'a'.repeat(33) },
			['application has more than 32 characters'],
		],
		[
			'a hyphen in the application',
			{ application: 'speed-to-lead' },
			['application has something else than letters and digits in it'],
		],
		['only the agent consenting', { fromConsent: 'OneParty' }, ['toConsent is missing beside the other one']],
		[
			'only the customer consenting',
			{ toConsent: 'TwoParty' },
			['fromConsent is missing beside the other one'],
		],
		[
			'an unknown consent',
			{ fromConsent: 'Maybe', toConsent: 'OneParty' },
			["fromConsent is 'Maybe', which Vonage does not know"],
		],
		[
			'consent between agents',
			{ callTo: 'agent', toAgentId: '4567', fromConsent: 'OneParty', toConsent: 'OneParty' },
			['fromConsent is not possible when an agent is called'],
		],
		[
			'the consent of a group',
			{ callFrom: 'groups', groups: ['030'], fromConsent: 'OneParty' },
			['fromConsent is not possible when a group calls'],
		],
		[
			'a presented number that is none',
			{ presentedCLID: 'Acme' },
			['presentedCLID is not a telephone number'],
		],
		['an unknown version', { apiVersion: 7 }, ['apiVersion is not a version from 1 to 6']],
	] as Array<[string, Partial<PlaceCallFields>, string[]]>)(
		'with %s is refused',
		(_name, changes, faults) => {
			expect(wrong(changes)).toEqual(faults);
		},
	);

	it.each([
		['an agent of 11 digits', { agentId: '12345678901' }],
		['30 characters of number', { telephoneNumber: `+${'1'.repeat(29)}` }],
		['a number as people write it', { telephoneNumber: '+44 (20) 7206-8888' }],
		['2,000 characters of reference', { reference: 'a'.repeat(2_000) }],
		['a web address as reference', { reference: 'https://acme.my.salesforce.com/0012400000ATTUQ?x=1' }],
		['32 characters of application', { application: 'a'.repeat(32) }],
		['consent of both sides', { fromConsent: 'Unknown', toConsent: 'TwoParty' }],
		[
			'a group and the consent of the customer',
			{ callFrom: 'groups', groups: ['030'], toConsent: 'OneParty' },
		],
	] as Array<[string, Partial<PlaceCallFields>]>)('with %s is fine', (_name, changes) => {
		expect(wrong(changes)).toEqual([]);
	});

	it('never makes the check throw, whatever is in it', () => {
		const anything = fc.record(
			Object.fromEntries(
				['callFrom', 'agentId', 'callTo', 'telephoneNumber', 'toAgentId', 'presentedCLID', 'reference'].map(
					(name) => [name, fc.oneof(fc.string(), fc.constant(undefined))],
				),
			),
		);
		fc.assert(
			fc.property(anything, fc.integer(), (fields, apiVersion) => {
				for (const { field, what, fix } of checkCall({ ...fields, apiVersion })) {
					expect(field && what && fix).toBeTruthy();
				}
			}),
		);
	});
});
