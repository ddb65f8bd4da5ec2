import { describe, expect, it } from 'vitest';
import { truth } from '../../nodes/shared/call-event/units';
import { recordingOf } from '../../nodes/shared/pbx/recordingUrl';
import { ProviderParameters } from '../../nodes/shared/provider/ProviderParameters';
import { PROVIDERS } from '../../nodes/shared/provider/providers';
import { twilioUrlForms } from '../../nodes/shared/provider/verify/twilioSignature';
import { createTranscriptsInBulk } from '../../nodes/shared/salesforce/createTranscriptsInBulk';
import { executeOmniFlow } from '../../nodes/shared/salesforce/executeOmniFlow';
import { readApiVersion } from '../../nodes/shared/salesforce/connect/apiVersion';
import { getUploadStatus } from '../../nodes/shared/salesforce/connect/getUploadStatus';
import { readSalesforceLine } from '../../nodes/shared/salesforce/connect/readUtterance';
import { readRedisSettings } from '../../nodes/shared/state/redisSettings';
import { decodeRecord, encodeRecord, NEW_RECORD } from '../../nodes/shared/sync/CallRecord';
import { readToken } from '../../nodes/shared/vonage/tokenService';
import { callIdFrom } from '../../nodes/shared/vonage/callAnswer';

/** JSON from outside may hold objects that JavaScript cannot turn into text or a number; each of these threw a TypeError. */
const HOSTILE = JSON.parse('{"toString":1,"valueOf":null}') as object;

const answer = (body: unknown) => ({ status: 200, headers: {}, body: JSON.stringify(body) });

const CONVERSATION = { conversationId: 'c', callKey: 'k', voiceCallIds: [], zone: 'UTC' };

describe('an object that cannot be turned into text', () => {
	it('is neither true nor false', () => {
		expect(truth(HOSTILE)).toBeUndefined();
	});

	it('is no version, no port and no lifetime', () => {
		expect(() => readRedisSettings({ port: HOSTILE })).toThrow(
			"The 'Port' of the Redis credential is not a whole number from 0 to 65535.",
		);
		expect(() => readApiVersion(HOSTILE)).toThrow(
			"'API Version' is 'an object', which is not a version from 52.0 on.",
		);
		const service = { kind: 'v0', url: 'https://x', clientId: 'a', clientSecret: 'b' } as const;
		expect(readToken(service, answer({ access_token: 't', expires_in: HOSTILE }))).toEqual({
			text: 't',
			lifetimeSeconds: 3600,
		});
	});

	it.each(PROVIDERS.map((provider) => [provider.name, provider] as const))(
		'is no parameter of the trigger for %s',
		(_name, provider) => {
			const values = { fieldMapping: { row: [{ field: HOSTILE, path: HOSTILE }] } };
			const reader = new ProviderParameters(
				(name) => (name in values ? values[name as never] : HOSTILE),
				'UTC',
			);
			expect(() => provider.settings(reader)).not.toThrow();
		},
	);

	it('is no status of an upload or a transcript, and no link of a call', () => {
		const list = [{ uploadId: 'u', status: HOSTILE, failedEntryIds: [HOSTILE, 'm1'] }];
		const uploads = getUploadStatus.read(answer({ conversationBulkUploadStatuses: list }), {
			uploadIds: ['u'],
		});
		expect(uploads.get('u')).toMatchObject({ status: 'InProgress', failedEntryIds: ['', 'm1'] });
		const rows = { hasErrors: true, entries: [{ vendorCallKey: 'c', status: HOSTILE }] };
		expect(() => createTranscriptsInBulk.read(answer(rows), { entries: [] })).not.toThrow(TypeError);
		expect(callIdFrom(answer({}), { links: [{ rel: HOSTILE, href: 'x' }] })).toBeUndefined();
	});

	it('is no conversation of a line', () => {
		const line = { type: 'conversation', payload: { conversationId: HOSTILE } };
		expect(readSalesforceLine(line, CONVERSATION)).toEqual([
			{
				field: 'conversationId',
				what: "is an object, not that of this item ('c')",
				fix: "Give every conversation a file and an item of its own, and check 'Conversation ID'.",
			},
		]);
	});
});

describe('what cannot be written', () => {
	const cyclic: Record<string, unknown> = {};
	cyclic.self = cyclic;

	it.each([
		['a bigint', { points: 10n }],
		['an object that holds itself', cyclic],
	])('is told before it is sent to a flow: %s', (_what, flowInputParameters) => {
		const fields = { callId: 'call-1', dialedNumber: '+18005550100', flowInputParameters };
		expect(executeOmniFlow.check(fields)).toEqual([
			{
				field: 'flowInputParameters',
				what: 'holds something that cannot be sent: a bigint, or an object that contains itself',
				fix: 'Give texts, plain numbers, true or false, and lists and objects of these.',
			},
		]);
	});

	it('is half a character in an address: it is replaced', () => {
		const recorded = recordingOf(
			'/rec/a\uD800.wav',
			{ callId: 'c', startedAt: 0 },
			{ recordingUrl: 'https://p/{file}', zone: 'UTC' },
		);
		expect(recorded.url).toBe('https://p/a%EF%BF%BD.wav');
		expect(twilioUrlForms('https://n8n.example.com/a?b=\uD800')).toContain(
			'https://n8n.example.com/a?b=%EF%BF%BD',
		);
	});
});

describe('a record of a call that was changed in its store', () => {
	const whole = JSON.parse(encodeRecord(NEW_RECORD, 's')) as Record<string, unknown>;

	it('is read when it is whole', () => {
		expect(decodeRecord(JSON.stringify(whole))).toEqual(NEW_RECORD);
	});

	it.each(['arrivals', 'covered', 'successors', 'attributes', 'lines', 'progress', 'handedOn'])(
		'is refused without its %s, or with one of another kind',
		(name) => {
			for (const value of [undefined, 'text', [1]]) {
				expect(() => decodeRecord(JSON.stringify({ ...whole, [name]: value }))).toThrow(
					'was written by another release of these nodes, or was changed since.',
				);
			}
		},
	);
});
