import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { TelephonyWebhookApi } from '../../../../credentials/TelephonyWebhookApi.credentials';
import { TelephonyEventTrigger } from '../../../../nodes/TelephonyEventTrigger/TelephonyEventTrigger.node';
import { PROVIDERS } from '../../../../nodes/shared/provider/providers';
import { storageFolder } from '../../../../nodes/TelephonyEventTrigger/webhook/seenEvents';
import { NOTHING_KNOWN } from '../../../fixtures/providers/events.ts';
import { TYPE } from './WebhookHost.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const { description } = new TelephonyEventTrigger();

type Entry = INodeProperties | INodePropertyOptions | INodePropertyCollection;

function inner(property: INodeProperties): INodeProperties[] {
	const entries: readonly Entry[] = property.options ?? [];
	const fields = entries.flatMap((entry) =>
		'values' in entry ? entry.values : 'displayName' in entry && 'type' in entry ? [entry] : [],
	);
	return [property, ...fields.flatMap(inner)];
}

const all = description.properties.flatMap(inner);

describe('the panel', () => {
	it('saves its fields under the names workflows depend on', () => {
		expect(description.properties.map(({ name }) => name)).toEqual([
			'provider',
			...PROVIDERS.map(({ name }) => `${name}SetUp`),
			'triggerOn',
			...['verification', 'signatureHeader', 'algorithm', 'encoding', 'signedText', 'signaturePrefix'],
			...['timestampHeader', 'idHeader', 'tokenLocation', 'headerName', 'bodyField'],
			...['fieldMapping', 'eventTypeMapping', 'reply'],
			...['dialedLegs', 'applicationId', 'ncco', 'queueExtensions', 'accountId', 'accountId'],
			...['delivery', 'authorizationType', 'connectionHeader', 'topicArns', 'instance'],
			...['cdrAuthorization', 'cdrHeader', 'inboundContexts', 'recordingUrl'],
			'options',
		]);
		const options = description.properties.find(({ name }) => name === 'options')?.options ?? [];
		expect(options.map(({ name }) => name)).toEqual([
			...['durationUnit', 'legEvents', 'includeRaw', 'listPath', 'publicUrl', 'store', 'replayWindow'],
		]);
	});

	it('lets no expression decide who is let in', () => {
		const deciding = [
			...['provider', 'verification', 'signatureHeader', 'algorithm', 'encoding', 'signaturePrefix'],
			...['signedText', 'timestampHeader', 'idHeader', 'tokenLocation', 'headerName', 'bodyField'],
			...['applicationId', 'delivery', 'authorizationType', 'connectionHeader', 'topicArns'],
			...['cdrAuthorization', 'cdrHeader'],
		];
		const fixed = description.properties.filter(({ noDataExpression }) => noDataExpression);
		expect(fixed.map(({ name }) => name)).toEqual(expect.arrayContaining(deciding));
	});

	it('says what each field is for', () => {
		const silent = all.filter(
			({ name, type, description: text }) => type !== 'notice' && !text && !['options', 'row'].includes(name),
		);
		expect(silent.map(({ name }) => name)).toEqual(['field', 'theirValue', 'eventType']);
	});

	it('starts on what moves a call on, and on the rest only when asked', () => {
		expect(description.properties.find(({ name }) => name === 'triggerOn')?.default).toEqual([
			...['initiated', 'ringing', 'queued', 'answered', 'held', 'resumed', 'transferred', 'ended', 'missed'],
			'recordingReady',
		]);
	});

	it.each(all.map((property) => [property.name, property] as const))(
		'%s has a label, a default and sorted choices',
		(_name, property) => {
			expect(property.displayName).not.toBe('');
			expect(property).toHaveProperty('default');
			if (property.type === 'options' || property.type === 'multiOptions') {
				const choices = (property.options ?? []) as INodePropertyOptions[];
				if (choices.length >= 5) {
					const names = choices.map(({ name }) => name);
					expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
				}
				const values = choices.map(({ value }) => value);
				for (const value of [property.default].flat()) expect(values).toContain(value);
			}
			if (property.type === 'boolean') expect(property.description).toMatch(/^Whether /);
			if (property.placeholder && property.type === 'string')
				expect(property.placeholder).toMatch(/^e\.g\. /);
		},
	);

	it('has one webhook, whose answer is left to webhook()', () => {
		expect(description.webhooks).toEqual([
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'telephony',
				responseMode: 'onReceived',
				responseData: '',
			},
		]);
	});
});

describe('the files beside the node', () => {
	it('show the editor the shape of an event before the first one came', () => {
		const path = join(ROOT, 'nodes/TelephonyEventTrigger/__schema__/v1.0.0.json');
		const schema = JSON.parse(readFileSync(path, 'utf8')) as { properties: Record<string, unknown> };
		expect(Object.keys(schema.properties)).toEqual(Object.keys(NOTHING_KNOWN));
	});

	it('name the node and its documentation', () => {
		const path = join(ROOT, 'nodes/TelephonyEventTrigger/TelephonyEventTrigger.node.json');
		expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
			node: TYPE,
			categories: ['Communication'],
			resources: { primaryDocumentation: [{}] },
		});
	});
});

describe('the credential', () => {
	it("is the one the node asks for, beside n8n's own for Redis, both secrets masked", () => {
		const credential = new TelephonyWebhookApi();
		expect(description.credentials).toEqual([
			{
				name: credential.name,
				required: true,
				testedBy: 'telephonyWebhookApiTest',
				displayOptions: { hide: { delivery: ['sns'] } },
			},
			{ name: 'redis', required: true, displayOptions: { show: { 'options.store': ['redis'] } } },
		]);
		const entered = credential.properties.filter(({ type }) => type !== 'notice');
		expect(entered.map(({ name, typeOptions }) => [name, typeOptions?.password])).toEqual([
			['secret', true],
			['previousSecret', true],
		]);
	});
});

describe('the folder of the events seen', () => {
	it("is the one n8n keeps for a node type's files", () => {
		expect(storageFolder(TYPE, { N8N_USER_FOLDER: '/data', HOME: '/root' })).toBe(
			`/data/.n8n/storage/${TYPE}`,
		);
		expect(storageFolder(TYPE, { HOME: '/root', USERPROFILE: '/root' })).toBe(`/root/.n8n/storage/${TYPE}`);
		expect(storageFolder(TYPE, {})).toBe(join(process.cwd(), '.n8n', 'storage', TYPE));
	});
});
