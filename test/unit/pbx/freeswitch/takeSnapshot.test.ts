import { describe, expect, it } from 'vitest';
import { takeSnapshot } from '../../../../nodes/shared/pbx/freeswitch/takeSnapshot';

interface Answers {
	readonly channels?: string;
	readonly calls?: string;
	dump?(id: string): string;
	exists?(id: string): string;
}

/** Answers the commands and notes them. */
function freeswitch({ channels = '{"row_count":0}', calls = '{"row_count":0}', dump, exists }: Answers) {
	const asked: string[] = [];
	const api = async (command: string): Promise<string> => {
		asked.push(command);
		const [verb = '', what = ''] = command.split(' ');
		if (verb === 'show') return await Promise.resolve(what === 'channels' ? channels : calls);
		return await Promise.resolve(
			verb === 'uuid_dump' ? (dump?.(what) ?? '-ERR No such channel!\n') : (exists?.(what) ?? 'false'),
		);
	};
	return { api, asked };
}

function rows(...list: ReadonlyArray<Record<string, unknown>>): string {
	return JSON.stringify({ row_count: list.length, rows: list });
}

async function settle(): Promise<void> {
	await Promise.resolve();
}

describe('what FreeSWITCH says goes on', () => {
	it('is nothing, where it lists nothing', async () => {
		const { api, asked } = freeswitch({});
		const { there, answered, fresh, bridges } = await takeSnapshot(api, () => new Set(), settle);
		expect([there.size, answered.size, fresh, bridges]).toEqual([0, 0, [], []]);
		expect(asked).toEqual(['show channels as json', 'show calls as json']);
	});

	it('is asked about in full for each channel that is new, and for each we know that is not listed', async () => {
		const { api, asked } = freeswitch({
			channels: rows(
				{ uuid: 'known', callstate: 'ACTIVE' },
				{ uuid: 'new', callstate: 'RINGING' },
				{ uuid: 'over', callstate: 'ACTIVE' },
			),
			calls: rows({ uuid: 'known', b_uuid: 'new' }),
			dump: (id) =>
				id === 'new' ? '{"Event-Name":"CHANNEL_DATA","Unique-ID":"new"}' : '-ERR No such channel!\n',
			exists: (id) => `${id === 'lagging'}`,
		});
		const snapshot = await takeSnapshot(api, () => new Set(['known', 'lagging', 'gone']), settle);
		expect(asked.slice(2)).toEqual([
			'uuid_dump new json',
			'uuid_dump over json',
			'uuid_exists lagging',
			'uuid_exists gone',
		]);
		expect([...snapshot.there]).toEqual(['known', 'new', 'over', 'lagging']);
		expect([...snapshot.answered]).toEqual(['known', 'over']);
		expect(snapshot.fresh.map(({ uniqueId }) => uniqueId)).toEqual(['new']);
		expect(snapshot.bridges).toEqual([['known', 'new']]);
	});

	it('is asked about once events that happened before have come', async () => {
		const { api, asked } = freeswitch({ channels: rows({ uuid: 'new' }) });
		const known = new Set<string>();
		await takeSnapshot(
			api,
			() => known,
			async () => {
				await settle();
				known.add('new');
			},
		);
		expect(asked).toEqual(['show channels as json', 'show calls as json']);
	});

	it.each(['', 'nonsense', '[]', 'null', '{"rows":7}', '{"rows":[7,null,{"uuid":7},{}]}'])(
		'is nothing where the list is none: %j',
		async (list) => {
			const { api } = freeswitch({ channels: list, calls: list });
			const { there, bridges } = await takeSnapshot(api, () => new Set(), settle);
			expect([there.size, bridges]).toEqual([0, []]);
		},
	);

	it('never leads to another command, whatever the ids are', async () => {
		const evil = ['a b', 'a\napi originate x', '', 'x'.repeat(200), 'a;b'];
		const { api, asked } = freeswitch({ channels: rows(...evil.map((uuid) => ({ uuid }))) });
		await takeSnapshot(api, () => new Set(evil.map((id) => `${id} x`)), settle);
		expect(asked).toEqual(['show channels as json', 'show calls as json']);
	});

	it('is not known where FreeSWITCH does not answer', async () => {
		const fault = new Error('gone');
		await expect(
			takeSnapshot(
				async () => await Promise.reject(fault),
				() => new Set(),
				settle,
			),
		).rejects.toBe(fault);
	});
});
