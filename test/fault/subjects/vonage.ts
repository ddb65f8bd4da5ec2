import type { Sending } from '../../../nodes/shared/http/sendWithRepeats';
import { AccessTokens } from '../../../nodes/shared/vonage/AccessTokens';
import type { VonageCredential } from '../../../nodes/shared/vonage/credential';
import { getAgent } from '../../../nodes/shared/vonage/getAgent';
import { getCall } from '../../../nodes/shared/vonage/getCall';
import { type Operation, perform } from '../../../nodes/shared/vonage/operation';
import { placeCall } from '../../../nodes/shared/vonage/placeCall';
import type { TokenService } from '../../../nodes/shared/vonage/tokenService';
import type { Simulator } from '../../simulator/startSimulator.ts';
import { sendVonage, TEST_ACCOUNT } from '../../simulator/testVonage.ts';
import { freshTransport, type World } from '../World.ts';
import type { Subject } from './Subject.ts';

const { accountKey, apiToken, gateway } = TEST_ACCOUNT;

const v0 = (url: string): TokenService => ({
	kind: 'v0',
	url: `${url}/v0/oauth2/token`,
	clientId: accountKey,
	clientSecret: apiToken,
});

const regional = (url: string): TokenService => ({
	kind: 'gateway',
	url: `${url}/Auth/connect/token`,
	clientId: gateway.clientId,
	clientSecret: gateway.clientSecret,
	scope: gateway.scopes.join(' '),
});

/** A credential with a token that came over other connections. */
export async function vonageSession({ url }: World, sending: Sending) {
	const accessTokens = new AccessTokens(v0(url));
	const aside = freshTransport();
	await accessTokens.for({ transport: aside }).next();
	await aside.close();
	const credential: VonageCredential = { baseUrl: url, accountKey, accessTokens };
	return { ...sending, credential };
}

type Standing = Pick<Subject, 'name' | 'prepare' | 'effect'> & { file: string };

function vonage<Fields, Result>(
	{ file, ...standing }: Standing,
	operation: Operation<Fields, Result>,
	fieldsFor: (simulator: Simulator) => Fields,
): Subject {
	return {
		...standing,
		covers: `vonage/${file}.ts#${file}`,
		repeat: operation.repeat(undefined as Fields),
		path: /^\/v0\/a1b2c3d4e5\//,
		async ready(world, sending) {
			const session = await vonageSession(world, sending);
			const fields = fieldsFor(world.simulator);
			return async () => await perform(session, operation, fields);
		},
	};
}

async function placedCall({ url }: Simulator): Promise<void> {
	const body = { from: { agentId: '1234' }, to: { telephoneNumber: '02072068888' } };
	await sendVonage(url, { path: '/calls/', body });
}

function token(name: string, serviceAt: (url: string) => TokenService): Subject {
	return {
		name,
		covers: 'vonage/AccessTokens.ts#send',
		repeat: 'token',
		path: /\/token$/,
		ready:
			async ({ url }, sending) =>
			async () =>
				await new AccessTokens(serviceAt(url)).for(sending).next(),
	};
}

/** Every operation of Vonage's Calls API, and the requests for its tokens. */
export const vonageSubjects: readonly Subject[] = [
	vonage(
		{
			name: 'Place call',
			file: 'placeCall',
			effect: ({ vonage: { calls, rings } }) => [calls.length, [...rings.values()]],
		},
		placeCall,
		() => ({
			callFrom: 'agent',
			agentId: '1234',
			callTo: 'number',
			telephoneNumber: '02072068888',
			reference: '00Q000000000001AAA',
			apiVersion: 6,
		}),
	),
	vonage({ name: 'Get call', file: 'getCall', prepare: placedCall }, getCall, ({ vonage: { calls } }) => ({
		callId: calls[0]?.guid,
	})),
	vonage({ name: 'Get agent', file: 'getAgent' }, getAgent, () => ({ agentId: '1234' })),
	token('Vonage token', v0),
	token('Vonage token of the gateway', regional),
];
