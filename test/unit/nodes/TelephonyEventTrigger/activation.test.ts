import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	IHookFunctions,
	INodeParameters,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TelephonyEventTrigger } from '../../../../nodes/TelephonyEventTrigger/TelephonyEventTrigger.node';
import { type LogLine, loggerInto, nodeWith, parameterReader } from './WebhookHost.ts';

const trigger = new TelephonyEventTrigger();
const { checkExists, create, delete: remove } = trigger.webhookMethods.default;

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

function hook(
	parameters: INodeParameters,
	credential: IDataObject | undefined,
	log: LogLine[] = [],
	mode = 'trigger',
) {
	const node = nodeWith(parameters);
	const context = {
		logger: loggerInto(log),
		getCredentials: async () => {
			if (!credential) throw new Error('Node does not have any credentials set');
			return await Promise.resolve(credential);
		},
		getMode: () => mode,
		getNode: () => node,
		getNodeParameter: parameterReader(node),
		getTimezone: () => 'UTC',
	};
	return context as unknown as IHookFunctions;
}

async function refusal(
	parameters: INodeParameters,
	credential: IDataObject | undefined = { secret: SECRET },
) {
	try {
		await create.call(hook(parameters, credential));
	} catch (error) {
		expect(error).toBeInstanceOf(NodeOperationError);
		return (error as NodeOperationError).message;
	}
	return undefined;
}

afterEach(() => {
	vi.unstubAllEnvs();
});

describe('activation', () => {
	it('succeeds with a secret and the settings a new node has', async () => {
		expect(await refusal({})).toBeUndefined();
		expect(await refusal({ provider: 'twilio' }, { secret: 'an Auth Token' })).toBeUndefined();
	});

	it('needs no credential where messages are proven without a secret', async () => {
		const topicArns = 'arn:aws:sns:us-east-1:123456789012:connect-events';
		const sns = { provider: 'amazonConnect', delivery: 'sns' };
		expect(await create.call(hook({ ...sns, topicArns }, undefined))).toBe(true);
		expect(await refusal(sns)).toBe(
			"'Topic ARNs' is empty, so that nobody could be let in. Copy the ARN of the topic from the Amazon SNS console, such as arn:aws:sns:us-east-1:123456789012:connect-events.",
		);
		expect(await refusal({ provider: 'vonageContactCenter' }, { secret: 'not base64!' })).toBe(
			"The secret is not Base64, as every signing key of Vonage Contact Center is. Copy the 'Signing key' of the webhook subscription whole.",
		);
	});

	it('looks up and removes nothing, since the webhook is entered by hand', async () => {
		expect(await checkExists.call(hook({}, undefined))).toBe(false);
		expect(await create.call(hook({}, { secret: SECRET }))).toBe(true);
		expect(await remove.call(hook({}, undefined))).toBe(true);
	});

	const NO_SECRET = [
		'The trigger has no secret to verify its callers with.',
		"Choose a 'Telephony Webhook API' credential and fill in its 'Secret'. Requests nobody can verify are never let in.",
	];

	it.each([
		['no credential', undefined, NO_SECRET],
		['a blank secret', { secret: ' ' }, NO_SECRET],
		[
			'a short secret',
			{ secret: 'short' },
			["'Secret' has 5 characters, which can be guessed.", 'Use at least 8, better 32 random ones.'],
		],
		[
			'a padded previous secret',
			{ secret: SECRET, previousSecret: `${SECRET} ` },
			["'Previous Secret' starts or ends with a space.", 'Remove it; it was probably copied along.'],
		],
		[
			'a secret of another kind',
			{ secret: 'not base64 at all' },
			[
				'The secret is not one of Standard Webhooks.',
				"It is Base64 text, mostly with 'whsec_' in front. Copy it whole from the provider's console.",
			],
		],
	])('is refused with %s', async (_name, credential: IDataObject | undefined, texts) => {
		const context = hook({}, credential);
		// Of an activation that failed n8n shows the message alone.
		await expect(create.call(context)).rejects.toMatchObject({ message: texts.join(' ') });
	});

	it.each([
		[
			'nothing to trigger on',
			{ triggerOn: [] },
			"'Trigger On' is empty, so that nothing could ever start.",
			'Choose at least one event.',
		],
		[
			'a signed text without the body',
			{ verification: 'hmac', signatureHeader: 'X', signedText: '{url}' },
			"'Signed Text' does not contain {body}, so anyone could change what an event says.",
			'Write the text your provider signs, e.g. {timestamp}.{body}.',
		],
		[
			'a reply that is no TwiML',
			{ provider: 'twilio', reply: 'Hello' },
			"'Reply' does not start with <Response> or <?xml.",
			'Enter TwiML such as <Response><Dial>+14155550123</Dial></Response>, or leave the field empty.',
		],
		[
			'an option out of its range',
			{ options: { replayWindow: 0 } },
			"'Replay Window' is not a whole number from 1 to 86400.",
			'Enter a number such as 300.',
		],
		[
			'a public address that is none',
			{ options: { publicUrl: 'calls.example.com' } },
			"'Public URL' is not a web address.",
			'It starts with https://.',
		],
		[
			'a provider of another version',
			{ provider: 'carrier-pigeon' },
			"'Provider' is 'carrier-pigeon', which this version does not know.",
			'Choose one from the list.',
		],
	])('is refused with %s', async (_name, parameters, what, fix) => {
		expect(await refusal(parameters)).toBe(`${what} ${fix}`);
	});

	it('succeeds with every event of a call in one choice', async () => {
		expect(await refusal({ triggerOn: ['every'] })).toBeUndefined();
	});

	it('names everything that is wrong at once', async () => {
		const message = await refusal({ triggerOn: [], options: { replayWindow: 'long' } });
		expect(message).toMatch(/^2 things need to be put right: 'Replay Window', 'Trigger On'\. /);
		expect(message).toContain(
			"(2) 'Trigger On' is empty, so that nothing could ever start. Choose at least one event.",
		);
	});

	it('says what is wrong, and below it how to put it right, while somebody tests in the editor', async () => {
		const context = hook({ triggerOn: [] }, { secret: SECRET }, [], 'manual');
		await expect(create.call(context)).rejects.toMatchObject({
			message: "'Trigger On' is empty, so that nothing could ever start.",
			description: 'Choose at least one event.',
		});
	});

	it('is refused when events are to be remembered in Redis and no Redis is chosen', async () => {
		expect(await refusal({ options: { store: 'redis' } })).toBe(
			"'Remember Events In' is Redis, but this node has no Redis credential. Choose one under 'Redis' at the top of the node, or set the option to 'This n8n'.",
		);
	});

	it('leaves a reply alone that is worked out from each request', async () => {
		const parameters = { provider: 'twilio', reply: '={{ $json.body.Digits }}' };
		expect(await refusal(parameters, { secret: 'an Auth Token' })).toBeUndefined();
	});

	it.each([
		['queue', 'trigger', 1],
		['queue', 'manual', 0],
		['regular', 'trigger', 0],
	])(
		'in %s mode, started by %s, warns %i times that repetitions are known within one process only',
		async (mode, by, count) => {
			vi.stubEnv('EXECUTIONS_MODE', mode);
			const log: LogLine[] = [];
			await create.call(hook({}, { secret: SECRET }, log, by));
			expect(log).toHaveLength(count);
			if (count > 0) {
				expect(log[0]?.message).toBe(
					"Telephony Event Trigger: n8n runs in queue mode, and repeated events are recognized within one process only, so a repetition that reaches another process triggers again. Set the option 'Remember Events In' to Redis.",
				);
			}
		},
	);
});

describe('the test of the credential', () => {
	const test = async (data: IDataObject | undefined) =>
		await trigger.methods.credentialTest.telephonyWebhookApiTest.call(
			{} as ICredentialTestFunctions,
			{ id: '1', name: 'x', type: 'telephonyWebhookApi', data } as ICredentialsDecrypted,
		);

	it('says what a good secret is worth', async () => {
		const works = {
			status: 'OK',
			message:
				'The secret can be used. Whether your telephony system uses the same shows with its first event.',
		};
		expect(await test({ secret: SECRET })).toEqual(works);
		expect(await test({ secret: SECRET, previousSecret: 'the one before' })).toEqual(works);
	});

	it.each([
		[
			undefined,
			"'Secret' is empty. Enter the secret or token that your telephony system and n8n share. The Telephony Event Trigger says for each provider where it stands.",
		],
		[
			{ secret: 'short' },
			"'Secret' has 5 characters, which can be guessed. Use at least 8, better 32 random ones.",
		],
		[
			{ secret: 'whsec_????????' },
			"'Secret' starts with 'whsec_', but what follows is not Base64. Copy it whole from the provider's console.",
		],
		[
			{ secret: SECRET, previousSecret: ' ' },
			"'Previous Secret' is empty. Enter the secret or token that your telephony system and n8n share. The Telephony Event Trigger says for each provider where it stands.",
		],
	])('says what is wrong with %j', async (data, message) => {
		expect(await test(data)).toEqual({ status: 'Error', message });
	});
});
