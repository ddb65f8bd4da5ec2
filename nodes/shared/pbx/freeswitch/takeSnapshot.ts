import { isRecord } from '../../isRecord';
import { EslEvent } from './EslEvent';

/** What FreeSWITCH says of its channels at one time. */
export interface FreeswitchSnapshot {
	/** The ids of all channels there are. */
	readonly there: ReadonlySet<string>;
	/** Those of them on which somebody talks, on hold or not. */
	readonly answered: ReadonlySet<string>;
	/** All that is known of each channel that was not known before. */
	readonly fresh: readonly EslEvent[];
	/** Pairs of channels that are connected. */
	readonly bridges: ReadonlyArray<readonly [string, string]>;
	/** When the list was asked for, in milliseconds since 1970 by our clock. */
	readonly takenAt: number;
}

type Row = Readonly<Record<string, unknown>>;

/** FreeSWITCH leaves the rows out when there are none. */
function rowsOf(json: string): Row[] {
	let list: unknown;
	try {
		list = JSON.parse(json);
	} catch {
		return [];
	}
	const rows = isRecord(list) ? list.rows : undefined;
	return Array.isArray(rows) ? rows.filter(isRecord) : [];
}

function textIn(row: Row, name: string): string {
	const value = row[name];
	return typeof value === 'string' ? value : '';
}

/** Only such ids are asked about. */
const UUID = /^[0-9A-Za-z_.@-]{1,128}$/;

const TALKING: ReadonlySet<string> = new Set(['ACTIVE', 'HELD', 'UNHELD']);

/**
 * Asks FreeSWITCH what goes on. Its lists come from a database that lags behind, so each channel that is new to us, and each
 * we know that is not listed, is asked about by itself. `api` carries out an API command, `settle` waits until events that
 * happened before have come. Throws what these throw.
 */
export async function takeSnapshot(
	api: (command: string) => Promise<string>,
	known: () => ReadonlySet<string>,
	settle: () => Promise<void>,
): Promise<FreeswitchSnapshot> {
	const takenAt = Date.now();
	const [channels, calls] = await Promise.all([
		api('show channels as json').then(rowsOf),
		api('show calls as json').then(rowsOf),
	]);
	await settle();
	const listed = channels.map((row) => textIn(row, 'uuid')).filter((id) => UUID.test(id));
	const before = known();
	const dumps = await Promise.all(
		listed.filter((id) => !before.has(id)).map(async (id) => await api(`uuid_dump ${id} json`)),
	);
	const there = new Set(listed);
	const doubtful = [...before].filter((id) => !there.has(id) && UUID.test(id));
	const exists = await Promise.all(doubtful.map(async (id) => await api(`uuid_exists ${id}`)));
	doubtful.forEach((id, at) => {
		if (exists[at]?.trim() === 'true') there.add(id);
	});
	return {
		there,
		answered: new Set(
			channels.filter((row) => TALKING.has(textIn(row, 'callstate'))).map((row) => textIn(row, 'uuid')),
		),
		fresh: dumps.flatMap((dump) => EslEvent.ofJson(dump) ?? []),
		bridges: calls.flatMap((row): Array<[string, string]> => {
			const [one, other] = [textIn(row, 'uuid'), textIn(row, 'b_uuid')];
			return one === '' || other === '' ? [] : [[one, other]];
		}),
		takenAt,
	};
}
