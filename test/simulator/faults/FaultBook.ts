import { Chance } from './Chance.ts';
import {
	isFaultKind,
	MATCH_KEYS,
	type Fault,
	type FaultKeys,
	type FaultMatch,
	type FaultOrder,
	type FaultStanding,
} from './Fault.ts';

/** What is known of a request when a fault is looked for. */
export interface FaultCandidate {
	method: string;
	path: string;
	keys: FaultKeys;
}

interface Entry {
	id: number;
	match: FaultMatch;
	fault: Fault;
	skip: number;
	share: number;
	chance: Chance;
	left: number;
	hits: number;
}

/** The faults that wait for a request. One request meets at most one of them, the one ordered first. */
export class FaultBook {
	private entries: Entry[] = [];
	private ordered = 0;

	/** Orders a fault and returns its number. Throws a TypeError for a kind that does not exist. */
	add(order: FaultOrder): number {
		if (!isFaultKind(order.fault.kind)) {
			throw new TypeError(`The simulator has no fault of kind "${String((order.fault as Fault).kind)}".`);
		}
		this.ordered += 1;
		const once = order.fault.kind === 'unauthorizedOnce';
		const times = order.times === 'always' ? Infinity : (order.times ?? 1);
		this.entries.push({
			id: this.ordered,
			match: order.match ?? {},
			fault: order.fault,
			skip: order.skip ?? 0,
			share: order.share ?? 1,
			chance: new Chance(order.seed ?? 1),
			left: once ? 1 : times,
			hits: 0,
		});
		return this.ordered;
	}

	list(): FaultStanding[] {
		return this.entries.map(({ match: { path, ...match }, left, share, id, fault, skip, hits }) => ({
			id,
			fault,
			skip,
			hits,
			...(share < 1 && { share }),
			match: path === undefined ? match : { ...match, path: String(path) },
			left: left === Infinity ? 'always' : left,
		}));
	}

	clear(): void {
		this.entries = [];
		this.ordered = 0;
	}

	/** A reset in the middle of the body has to be known before the body, and so before any key in it. */
	takeForHead(candidate: FaultCandidate): Fault | undefined {
		return this.take(candidate, isForHead);
	}

	/** The fault for a request whose body has been read. */
	takeForRequest(candidate: FaultCandidate): Fault | undefined {
		return this.take(candidate, (entry) => !isForHead(entry));
	}

	private take(candidate: FaultCandidate, isDue: (entry: Entry) => boolean): Fault | undefined {
		for (const entry of this.entries) {
			if (entry.left <= 0 || !isDue(entry) || !matches(entry.match, candidate)) continue;
			if (!entry.chance.happens(entry.share)) continue;
			if (entry.skip > 0) {
				entry.skip -= 1;
				continue;
			}
			entry.left -= 1;
			entry.hits += 1;
			return entry.fault;
		}
		return undefined;
	}
}

function isForHead(entry: Entry): boolean {
	return entry.fault.kind === 'resetDuring' && MATCH_KEYS.every((key) => entry.match[key] === undefined);
}

function matches(match: FaultMatch, candidate: FaultCandidate): boolean {
	if (match.method !== undefined && match.method.toUpperCase() !== candidate.method) return false;
	if (typeof match.path === 'string' && match.path !== candidate.path) return false;
	if (match.path instanceof RegExp && candidate.path.search(match.path) === -1) return false;
	return MATCH_KEYS.every((key) => {
		const wanted = match[key];
		return wanted === undefined || candidate.keys[key]?.includes(wanted) === true;
	});
}
