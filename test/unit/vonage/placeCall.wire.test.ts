import { describe, expect, it } from 'vitest';
import type { VonageCredential } from '../../../nodes/shared/vonage/credential';
import { placeCall, type PlaceCallFields } from '../../../nodes/shared/vonage/placeCall';

const credential = { accountKey: 'a1b2c3d4e5' } as VonageCredential;

const agentToNumber = {
	callFrom: 'agent',
	agentId: '1234',
	callTo: 'number',
	telephoneNumber: '02072068888',
};

/** The examples of "Making a call", older text (Vonage Contact Center API), each typed as it stands there. */
const EXAMPLES: ReadonlyArray<[string, Omit<PlaceCallFields, 'apiVersion'>, number, string]> = [
	[
		'agent to telephone number',
		agentToNumber,
		1,
		'{ "from": { "agentId": "1234" }, "to": { "telephoneNumber": "02072068888" } }',
	],
	[
		'agent to agent',
		{ callFrom: 'agent', agentId: '1234', callTo: 'agent', toAgentId: '4567' },
		1,
		'{ "from": { "agentId": "1234" }, "to": { "agentId": "4567" } }',
	],
	[
		'an available agent of a group',
		{ callFrom: 'groups', groups: ['030'], callTo: 'number', telephoneNumber: '02072068888' },
		1,
		'{ "from": { "groups": ["030"] }, "to": { "telephoneNumber": "02072068888" } }',
	],
	[
		'an available agent of one of several groups',
		{ callFrom: 'groups', groups: ['030', '200', '400'], callTo: 'number', telephoneNumber: '02072068888' },
		1,
		'{ "from": { "groups": ["030", "200", "400"] }, "to": { "telephoneNumber": "02072068888" } }',
	],
	[
		'presented number',
		{ ...agentToNumber, presentedCLID: '08008888888' },
		2,
		'{ "from": { "agentId": "1234", "presentedCLID": "08008888888" }, "to": { "telephoneNumber": "02072068888" } }',
	],
	[
		'reference and application',
		{ ...agentToNumber, presentedCLID: '08008888888', reference: '0012400000ATTUQ', application: 'appName' },
		5,
		'{ "from": { "agentId": "1234", "presentedCLID": "08008888888" }, "to": { "telephoneNumber": "02072068888" }, "regarding": { "reference": "0012400000ATTUQ" }, "application": "appName" }',
	],
	[
		'consent',
		{ ...agentToNumber, fromConsent: 'OneParty', toConsent: 'OneParty' },
		6,
		'{ "from": { "agentId": "1234", "consent": "OneParty" }, "to": { "telephoneNumber": "02072068888", "consent": "OneParty" } }',
	],
];

describe.each(EXAMPLES)('the documented example %s', (_name, fields, since, documented) => {
	const versions = [1, 2, 3, 4, 5, 6];

	it.each(versions.filter((version) => version >= since))(
		'goes out as documented in version %i',
		(apiVersion) => {
			const call = { ...fields, apiVersion };
			expect(placeCall.check(call)).toEqual([]);
			const request = placeCall.request(call, credential);
			expect(request.method).toBe('POST');
			expect(request.path).toBe('/v0/a1b2c3d4e5/calls/');
			expect(request.headers).toEqual({ Accept: `application/json;version=${apiVersion}` });
			expect(JSON.stringify(request.body)).toBe(JSON.stringify(JSON.parse(documented)));
		},
	);

	it.each(versions.filter((version) => version < since))('is refused in version %i', (apiVersion) => {
		const faults = placeCall.check({ ...fields, apiVersion });
		expect(faults.length).toBeGreaterThan(0);
		for (const { what } of faults) {
			expect(what).toMatch(/^needs version [2-6] of the API, but [1-5] is chosen$/);
		}
	});
});

describe('the call ID of a placed call', () => {
	const documented = {
		id: '013d2063-84aa-fa90-9686-c307f5bf8beb',
		links: [
			{
				href: 'https://emea.newvoicemedia.com/V0/t0te2h4rrrp/Calls/94e5928c-7f7e-4645-ad72-61010f906449',
				rel: '_self',
			},
		],
		from: { telephoneNumber: '02072068888', agentId: '1234' },
		to: { telephoneNumber: '02072068888', agentId: '4567' },
	};
	const location = 'https://emea.newvoicemedia.com/v0/a1b2c3d4e5/calls/11111111-7f7e-4645-ad72-61010f906449';
	const fields = { ...agentToNumber, apiVersion: 6 };

	it.each([
		['that of Location', { location }, documented, '11111111-7f7e-4645-ad72-61010f906449'],
		['that of the link without Location', {}, documented, '94e5928c-7f7e-4645-ad72-61010f906449'],
		['the body id when there is nothing else', {}, { id: documented.id }, documented.id],
	])('is %s', (_name, headers, body, callId) => {
		const result = placeCall.read({ status: 201, headers, body: JSON.stringify(body) }, fields);
		expect(result).toEqual({ ...body, callId });
	});

	it.each([
		['{}', 'no call ID'],
		['', 'an empty answer'],
		['<html></html>', 'a web page'],
	])('is missing in %j, so the call may have been placed', (body, got) => {
		const read = () => placeCall.read({ status: 201, headers: {}, body }, fields);
		expect(read).toThrow(
			`Vonage accepted the request (201) but sent ${got}. The call may have been placed. Look at the current call of agent 1234 (Get Agent's Current Call) before you place it again; it is not repeated by itself.`,
		);
	});
});
