import { describe, expect, it } from 'vitest';
import { UploadWatch } from '../../../../nodes/shared/salesforce/connect/UploadWatch';
import { ApiServer, json, type Reply } from '../../../fixtures/salesforce/ApiServer.ts';
import { connectSessionAt } from '../../../fixtures/salesforce/connect/session.ts';

/** Statuses of uploads by their id, as asked for. */
function statuses(of: Record<string, string>): Reply {
	return (request, response) => {
		const ids = new URL(request.url ?? '', 'http://x').searchParams.get('uploadIds')?.split(',') ?? [];
		const list = ids.flatMap((uploadId) =>
			of[uploadId] === undefined ? [] : [{ uploadId, status: of[uploadId] }],
		);
		json(200, { conversationBulkUploadStatuses: list })(request, response);
	};
}

const idsOf = (server: ApiServer): string[] =>
	server.requests.map(({ path }) => path.split('uploadIds=')[1] ?? '');

describe('watching uploads', () => {
	it('looks at all of a run together, and no more at those that are done', async () => {
		const server = await ApiServer.start([
			statuses({ a: 'SUCCESS', b: 'IN_PROGRESS' }),
			statuses({ b: 'FAILED', c: 'SUCCESS' }),
		]);
		const watch = new UploadWatch(connectSessionAt(server.origin), 60_000, 5);
		const watched = await Promise.all(['a', 'b', 'c'].map(async (id) => await watch.until(id)));
		expect(watched.map(({ upload, warning }) => [upload?.status, warning])).toEqual([
			['Success', undefined],
			['Failed', undefined],
			['Success', undefined],
		]);
		expect(idsOf(server)).toEqual(['a,b,c', 'b,c']);
	});

	it('asks for a hundred at a time', async () => {
		const server = await ApiServer.start(() => (request, response) => {
			const ids = new URL(request.url ?? '', 'http://x').searchParams.get('uploadIds')?.split(',') ?? [];
			const list = ids.map((uploadId) => ({ uploadId, status: 'SUCCESS' }));
			json(200, { conversationBulkUploadStatuses: list })(request, response);
		});
		const watch = new UploadWatch(connectSessionAt(server.origin), 60_000, 5);
		await Promise.all(Array.from({ length: 150 }, async (_, n) => await watch.until(`u${n}`)));
		expect(idsOf(server).map((ids) => ids.split(',').length)).toEqual([100, 50]);
	});

	it('ends when the time is over, with what it knows', async () => {
		const server = await ApiServer.start(() => statuses({ a: 'IN_PROGRESS' }));
		const watch = new UploadWatch(connectSessionAt(server.origin), 60, 10);
		const [a, b] = await Promise.all([watch.until('a'), watch.until('b')]);
		const warning =
			'Salesforce had not stored the transcript yet when the time to wait was over. Use Get Upload Status to look at it later.';
		expect([a.upload?.status, a.warning]).toEqual(['InProgress', warning]);
		expect([b.upload, b.warning]).toEqual([undefined, warning]);
	});

	it('goes on after a look that failed, and says so when none succeeded', async () => {
		const server = await ApiServer.start((number) =>
			number === 0
				? json(403, [{ message: 'No access', errorCode: 'FORBIDDEN' }])
				: statuses({ a: 'SUCCESS' }),
		);
		const watch = new UploadWatch(connectSessionAt(server.origin), 60_000, 5);
		expect((await watch.until('a')).upload?.status).toBe('Success');
		const refusing = await ApiServer.start(() =>
			json(403, [{ message: 'No access', errorCode: 'FORBIDDEN' }]),
		);
		const vain = new UploadWatch(connectSessionAt(refusing.origin), 40, 5);
		expect(await vain.until('a')).toEqual({
			upload: undefined,
			warning:
				'Salesforce does not allow this (403): No access (FORBIDDEN). Use Get Upload Status to look at it later.',
		});
	});

	it('ends at once when the run is cancelled', async () => {
		const server = await ApiServer.start(() => statuses({ a: 'IN_PROGRESS' }));
		const cancel = new AbortController();
		const session = connectSessionAt(server.origin, { signal: cancel.signal });
		const watched = new UploadWatch(session, 60_000, 30_000).until('a');
		cancel.abort();
		expect(await watched).toEqual({
			upload: undefined,
			warning: 'The wait was cancelled. The transcript was uploaded.',
		});
		expect(server.requests).toEqual([]);
	});

	it('begins anew for an upload that comes when the others are done', async () => {
		const server = await ApiServer.start(() => statuses({ a: 'SUCCESS', b: 'SUCCESS' }));
		const watch = new UploadWatch(connectSessionAt(server.origin), 60_000, 5);
		await watch.until('a');
		await watch.until('b');
		expect(idsOf(server)).toEqual(['a', 'b']);
	});
});
