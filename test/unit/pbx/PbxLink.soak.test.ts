import { afterEach, describe, expect, it } from 'vitest';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AmiSource } from '../../../nodes/shared/pbx/asterisk/ami/AmiSource';
import { AriSource } from '../../../nodes/shared/pbx/asterisk/ari/AriSource';
import { FreeswitchSource } from '../../../nodes/shared/pbx/freeswitch/FreeswitchSource';
import type { PbxSource, PbxSourceOptions } from '../../../nodes/shared/pbx/PbxSource';
import { pbxSettings } from '../../../nodes/shared/pbx/PbxSettings';
import { AmiServer } from '../../fixtures/pbx/AmiServer.ts';
import { AriServer } from '../../fixtures/pbx/AriServer.ts';
import { FreeswitchServer } from '../../fixtures/pbx/FreeswitchServer.ts';
import { RIG_OPTIONS } from '../../fixtures/pbx/recordings.ts';

const closers: Array<() => Promise<unknown>> = [];

afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is left of the heap, in bytes, once everything that nobody holds is gone. */
async function heapUsed(): Promise<number> {
	for (let round = 0; round < 3; round += 1) {
		await new Promise((resolve) => setTimeout(resolve, 20));
		collect();
	}
	return process.memoryUsage().heapUsed;
}

/** Sockets, timers and whatever else keeps a process alive. */
function handles(): number {
	return process.getActiveResourcesInfo().length;
}

/** A server that cuts everybody off, and forgets who was there. */
interface Pbx {
	cut(): void;
	forget(): void;
	stop(): Promise<void>;
}

type Begin = (
	options: Omit<PbxSourceOptions, 'pbx'>,
) => Promise<{ readonly pbx: Pbx; readonly source: PbxSource }>;

const pbx = pbxSettings(RIG_OPTIONS);

const timing = { settleMs: 0 };

const SOURCES: ReadonlyArray<readonly [name: string, begin: Begin]> = [
	[
		'AMI',
		async (options) => {
			const server = await AmiServer.start();
			const settings = {
				host: '127.0.0.1',
				port: server.port,
				user: 'n8n',
				secret: 'mysecret',
				events: 'call,agent',
			};
			return {
				pbx: {
					cut: () => server.cut(),
					forget: () => void server.clients.splice(0),
					stop: async () => await server.stop(),
				},
				source: new AmiSource({ ...options, settings, pbx, timing }),
			};
		},
	],
	[
		'ARI',
		async (options) => {
			const server = await AriServer.start();
			const settings = {
				baseUrl: `http://127.0.0.1:${server.port}`,
				user: 'n8n',
				secret: 'mysecret',
				applicationName: 'n8n-1',
			};
			return {
				pbx: {
					cut: () => server.cut(),
					forget: () => {
						server.listeners.splice(0);
						server.requests.splice(0);
					},
					stop: async () => await server.stop(),
				},
				source: new AriSource({ ...options, settings, pbx, timing }),
			};
		},
	],
	[
		'FreeSWITCH',
		async (options) => {
			const server = await FreeswitchServer.start();
			const settings = { host: '127.0.0.1', port: server.port, secret: 'mysecret' };
			return {
				pbx: {
					cut: () => server.cut(),
					forget: () => void server.clients.splice(0),
					stop: async () => await server.stop(),
				},
				source: new FreeswitchSource({ ...options, settings, pbx, timing }),
			};
		},
	],
];

/** Reconnects after which everything that is made once has been made. */
const WARM_UP = 150;

const RECONNECTS = 350;

describe('a link that is lost thousands of times', () => {
	it.each(SOURCES)('over %s leaves nothing behind', { timeout: 240_000 }, async (_, begin) => {
		let onConnected: () => void = () => undefined;
		const { pbx: server, source } = await begin({
			emit: () => undefined,
			onState: ({ kind }) => {
				if (kind === 'connected') onConnected();
			},
			retryMs: () => 0,
		});
		closers.push(async () => await server.stop());
		const bare = handles();
		closers.push(async () => await source.close());
		await source.start();
		const reconnect = async (times: number) => {
			for (let time = 0; time < times; time += 1) {
				const connected = new Promise<void>((resolve) => (onConnected = resolve));
				server.cut();
				server.forget();
				await connected;
			}
		};
		await reconnect(WARM_UP);
		const [heapBefore, handlesBefore] = [await heapUsed(), handles()];
		await reconnect(RECONNECTS);
		const [heapAfter, handlesAfter] = [await heapUsed(), handles()];
		// The least that a connection which is kept has cost is 4,000 bytes; what the engine itself grows by is about 1,000.
		expect((heapAfter - heapBefore) / RECONNECTS).toBeLessThan(2_000);
		expect(handlesAfter).toBeLessThanOrEqual(handlesBefore + 2);
		await source.close();
		await heapUsed();
		expect(handles()).toBeLessThanOrEqual(bare + 1);
	});
});
