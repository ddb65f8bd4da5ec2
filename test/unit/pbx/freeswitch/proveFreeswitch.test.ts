import { afterEach, describe, expect, it } from 'vitest';
import { freeswitchWarning } from '../../../../nodes/shared/pbx/freeswitch/FreeswitchSettings';
import { proveFreeswitch } from '../../../../nodes/shared/pbx/freeswitch/proveFreeswitch';
import {
	commandReply,
	FreeswitchServer,
	type FreeswitchServerOptions,
} from '../../../fixtures/pbx/FreeswitchServer.ts';
import { until } from '../../../rigs/until.ts';
import { faultOf, SECRET } from './faultOf.ts';

const closers: Array<() => Promise<unknown>> = [];

afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

async function serve(options: FreeswitchServerOptions = {}): Promise<FreeswitchServer> {
	const server = await FreeswitchServer.start(options);
	closers.push(() => server.stop());
	return server;
}

// Against a server written from FreeSWITCH's source and documentation (FreeswitchServer.ts), not a real FreeSWITCH.
describe('the test of a credential for FreeSWITCH', () => {
	it('logs in, tries all that is needed, and logs out', async () => {
		const server = await serve();
		const place = { host: '127.0.0.1', port: server.port };
		expect(await proveFreeswitch({ ...place, secret: SECRET })).toBe(
			'FreeSWITCH Version 1.10.12-release~64bit',
		);
		expect(server.commands.map((command) => command.split(' ').slice(0, 2).join(' '))).toEqual([
			`auth ${SECRET}`,
			'api version',
			'event json',
			'api uuid_dump',
			'api show',
			'api show',
			'api uuid_exists',
			'exit',
		]);
		await until('it has hung up', () => server.client.socket.destroyed);
	});

	it.each(['show', 'uuid_dump', 'uuid_exists'])('names %s when the user may not use it', async (name) => {
		const server = await serve({
			answer: (command) =>
				command.startsWith(`api ${name} `) ? commandReply('-ERR permission denied') : undefined,
		});
		const fault = await faultOf(proveFreeswitch({ host: '127.0.0.1', port: server.port, secret: SECRET }));
		expect(fault.what).toBe(
			`FreeSWITCH at '127.0.0.1:${server.port}' does not allow this user what is needed (${name}).`,
		);
		await until('it has hung up', () => server.client.socket.destroyed);
	});

	it('warns of the password that everybody knows', async () => {
		const server = await serve({ password: 'ClueCon' });
		expect(await proveFreeswitch({ host: '127.0.0.1', port: server.port, secret: 'ClueCon' })).toBe(
			'FreeSWITCH Version 1.10.12-release~64bit. ' +
				"The 'Secret' is the password that every FreeSWITCH comes with, so anybody who reaches the port controls it. " +
				"Change 'password' in event_socket.conf.xml, then the 'Secret' here.",
		);
		expect(freeswitchWarning({ user: 'n8n@pbx.example.com', secret: 'ClueCon' })).toMatch(
			/Change the user's 'esl-password', then/,
		);
		expect(freeswitchWarning({ secret: SECRET })).toBeUndefined();
	});
});
