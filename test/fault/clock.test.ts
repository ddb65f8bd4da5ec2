import { onTestFinished, test, expect, describe } from 'vitest';
import type { ProblemError } from '../../nodes/shared/problem';
import { createVoiceCall } from '../../nodes/shared/salesforce/createVoiceCall';
import { perform } from '../../nodes/shared/salesforce/perform';
import { INBOUND } from '../fixtures/salesforce/session.ts';
import { problemOf } from '../fixtures/salesforce/failures.ts';
import { loginAt } from './subjects/connect.ts';
import { voiceCredential } from './subjects/telephony.ts';
import { freshTransport, World } from './World.ts';

/** Salesforce's clock is so many seconds ahead of ours. */
async function worldWith(clockOffsetSeconds: number): Promise<World> {
	const world = await World.open({ clockOffsetSeconds });
	onTestFinished(async () => await world.close());
	return world;
}

async function create(world: World, tokenLifetimeMinutes: number): Promise<unknown> {
	const transport = freshTransport();
	const credential = voiceCredential(world.url, { tokenLifetimeMinutes });
	try {
		return await perform({ transport, credential }, createVoiceCall, INBOUND);
	} finally {
		await transport.close();
	}
}

async function login(world: World): Promise<string> {
	const transport = freshTransport();
	try {
		return await loginAt(world.url).for({ transport }).next();
	} finally {
		await transport.close();
	}
}

/** The difference is measured in whole seconds, of which one may pass meanwhile. */
function told({ what, fix }: ProblemError): string {
	return `${what} ${fix}`.replace(/\b(?:599|601) seconds/, '600 seconds');
}

describe("this n8n's clock, 10 minutes off", () => {
	test('does no harm when it is behind and tokens last longer than that', async () => {
		const world = await worldWith(600);
		expect(await create(world, 15)).toMatchObject({ vendorCallKey: 'CA1' });
	});

	test.each([
		['behind, and tokens last five minutes', 600, 5, 'the token has expired', 'behind'],
		['ahead', -600, 15, 'iat lies in the future', 'ahead of'],
	])('is named when it is %s', async (_name, offset, minutes, said, direction) => {
		const world = await worldWith(offset);
		const problem = await problemOf(async () => await create(world, minutes));
		expect(told(problem)).toBe(
			`Salesforce rejected the signed token (401): ${said} (${offset > 0 ? 'TOKEN_EXP' : 'TOKEN_IAT'}). Check that the certificate uploaded to contact center 'AcmeContactCenter' in organization 00D000000000001 was made with this private key, and that 'Organization ID' and 'Contact Center API Name' are spelled as there. This n8n's clock is 600 seconds ${direction} Salesforce's, which alone makes tokens invalid: set it right first.`,
		);
		expect(world.simulator.calls).toEqual([]);
		expect(world.simulator.requests).toHaveLength(2);
	});

	test.each([
		['behind', 600, 'expired assertion', "Set this n8n's clock right: the token was signed seconds before."],
		[
			'ahead',
			-600,
			'assertion lasts too long',
			"Check 'Client ID', 'Username' and 'Private Key' of the credential, and that the certificate of the connected app was made with this private key.",
		],
	])('is named when a login fails by it: %s', async (direction, offset, said, fix) => {
		const world = await worldWith(offset);
		const problem = await problemOf(async () => await login(world));
		const by = direction === 'ahead' ? 'ahead of' : 'behind';
		expect(told(problem)).toBe(
			`Salesforce gave no access token (400): ${said}. ${fix} This n8n's clock is 600 seconds ${by} Salesforce's, which alone makes tokens invalid: set it right first.`,
		);
		expect(world.simulator.connect.tokens).toEqual([]);
	});
});
