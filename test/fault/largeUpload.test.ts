import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '../../nodes/shared/salesforce/connect/account';
import { readConversation } from '../../nodes/shared/salesforce/connect/conversationPart';
import { fileSource } from '../../nodes/shared/salesforce/connect/file/sources';
import { perform } from '../../nodes/shared/salesforce/connect/operation';
import { proveToken } from '../../nodes/shared/salesforce/connect/proveToken';
import { uploadConversations } from '../../nodes/shared/salesforce/connect/uploadConversations';
import { UploadWatch } from '../../nodes/shared/salesforce/connect/UploadWatch';
import { JwtLogin } from '../../nodes/shared/salesforce/connect/jwtLogin';
import { readPrivateKey } from '../../nodes/shared/salesforce/privateKey';
import { fileBytes, writeTranscript } from '../rigs/largeTranscript.ts';
import { testApp, testConnect, USERNAME } from '../simulator/testConnect.ts';
import { CALL_START } from '../simulator/testConversations.ts';
import { testContactCenter } from '../simulator/testCredentials.ts';
import { createBody, send, testContactCenters } from '../simulator/testRequests.ts';
import { openTransport } from '../unit/http/transports.ts';

const MIB = 1024 * 1024;

const LARGE = 200 * MIB;

/** Enough for the process to have what it needs; from then on more lines must need no more memory. */
const SMALL = 40 * MIB;

const BETWEEN_LOOKS = 8 * MIB;

/** What is alive after a garbage collection, and what the process had before it, in bytes. */
interface Memory {
	live: number;
	resident: number;
}

interface Uploaded {
	/** In the order they were taken: while the file was read through, and again while it was sent. */
	looks: Memory[];
	sent: number;
}

const SIMULATOR = fileURLToPath(new URL('../simulator/main.ts', import.meta.url));

let folder: string;
let url: string;
let simulator: ReturnType<typeof spawn>;
let collectGarbage: () => void;

beforeAll(async () => {
	setFlagsFromString('--expose-gc');
	collectGarbage = runInNewContext('gc') as () => void;
	folder = mkdtempSync(join(tmpdir(), 'upload-'));
	const config = join(folder, 'config.json');
	const connect = testConnect({ keepEntries: 0 });
	writeFileSync(config, JSON.stringify({ contactCenters: testContactCenters(), connect }));
	// In a process of its own, so that only the sender's memory is measured.
	simulator = spawn(process.execPath, [SIMULATOR, '--port', '0', '--config', config], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	if (!simulator.stdout) throw new Error('The simulator has no output');
	[url] = (await once(createInterface(simulator.stdout), 'line')) as [string];
}, 30_000);

afterAll(async () => {
	const ended = once(simulator, 'exit');
	simulator.kill('SIGTERM');
	await ended;
	rmSync(folder, { recursive: true });
});

/** A call that lasted two months, so that every line's time lies in it. */
async function closedCall(vendorCallKey: string): Promise<{ voiceCallId: string; conversationId: string }> {
	const startTime = new Date(CALL_START).toISOString();
	const created = await send(url, { path: '/voiceCalls', body: createBody({ vendorCallKey, startTime }) });
	const endTime = new Date(CALL_START + 60 * 24 * 60 * 60 * 1000).toISOString();
	const body = { startTime, endTime, isActiveCall: false };
	await send(url, { method: 'PATCH', path: `/voiceCalls/${vendorCallKey}`, body });
	const { voiceCallId } = created.json as { voiceCallId: string };
	const shown = await fetch(`${url}/_sim/calls`);
	const calls = (await shown.json()) as Array<{ id: string; conversation: { id: string } }>;
	return { voiceCallId, conversationId: calls.find(({ id }) => id === voiceCallId)?.conversation.id ?? '' };
}

async function connect(): Promise<Session> {
	const transport = openTransport();
	const login = new JwtLogin({
		loginUrl: url,
		clientId: testApp().clientId,
		username: USERNAME,
		privateKey: readPrivateKey(testContactCenter().privateKey),
	});
	const instanceUrl = await login.instanceUrl({ transport });
	return {
		transport,
		timeoutMs: 120_000,
		account: { instanceUrl, apiVersion: '66.0', tokens: login.for({ transport }) },
	};
}

function measure(): Memory {
	const before = process.memoryUsage.rss();
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return { live: heapUsed + external, resident: before };
}

interface File {
	path: string;
	lines: number;
}

async function fileOf(bytes: number): Promise<File> {
	const path = join(folder, `${bytes}.jsonl`);
	return { path, lines: await writeTranscript(path, bytes, CALL_START) };
}

/** Uploads a transcript, and looks at the memory that is used meanwhile. */
async function upload(session: Session, { path, lines }: File): Promise<Uploaded> {
	const name = `call-${lines}`;
	const { voiceCallId, conversationId } = await closedCall(name);
	const looks = [measure()];
	let read = 0;
	// In both passes over the file.
	const watched = async function* (): AsyncGenerator<Uint8Array> {
		for await (const piece of fileBytes(path)()) {
			read += piece.byteLength;
			if (read % BETWEEN_LOOKS < piece.byteLength) looks.push(measure());
			yield piece;
		}
	};
	const part = await readConversation(fileSource(watched), {
		conversationId,
		callKey: name,
		voiceCallIds: [voiceCallId],
		zone: 'utc',
	});
	await proveToken(session);
	const results = await perform(session, uploadConversations, {
		parts: [part],
		boundary: 'transcript-large',
	});
	const uploadId = results.get(conversationId);
	if (typeof uploadId !== 'string') throw uploadId ?? new Error('It has no result');
	const { upload: done, warning } = await new UploadWatch(session, 30_000, 50).until(uploadId);
	expect([warning, done?.status, done?.successEntryCount, done?.failedEntryIds]).toEqual([
		undefined,
		'Success',
		lines,
		[],
	]);
	expect(part.entries).toBe(lines);
	return { looks, sent: part.length };
}

test('a transcript of 200 MiB is uploaded with flat memory', { timeout: 120_000 }, async () => {
	const session = await connect();
	// Both before the first upload, as writing takes memory too.
	const [smallFile, largeFile] = [await fileOf(SMALL), await fileOf(LARGE)];
	const small = await upload(session, smallFile);
	const began = performance.now();
	const large = await upload(session, largeFile);
	const seconds = (performance.now() - began) / 1000;
	const most = (looks: Memory[], what: keyof Memory): number =>
		Math.max(...looks.map((look) => look[what])) / MIB;
	const live = most(large.looks, 'live') - most(small.looks, 'live');
	const resident = most(large.looks, 'resident') - most(small.looks, 'resident');
	// What the system gives back of what was collected is chance; but while half of the file is sent, nothing may pile up.
	const [half, threeQuarters] = [large.looks.length / 2, (large.looks.length * 3) / 4];
	const piledUp =
		most(large.looks.slice(threeQuarters), 'resident') -
		most(large.looks.slice(half, threeQuarters), 'resident');
	process.stdout.write(
		`Upload of a large transcript: ${largeFile.lines} lines, ${Math.round(large.sent / MIB)} MiB sent, ${seconds.toFixed(1)} s; over an upload of ${SMALL / MIB} MiB ${live.toFixed(1)} MiB more alive and ${resident.toFixed(1)} MiB more resident, ${piledUp.toFixed(1)} MiB of it while the second half was sent\n`,
	);
	expect(large.sent).toBeGreaterThan(LARGE);
	expect(live).toBeLessThan(20);
	expect(piledUp).toBeLessThan(100);
});
