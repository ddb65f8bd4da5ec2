import { readFileSync } from 'node:fs';

/** What a process has used so far; Linux only. */
export interface ProcessFigures {
	/** Seconds of processor time, in user and kernel mode together. */
	readonly cpuSeconds: number;
	/** MiB in memory now. */
	readonly residentMiB: number;
}

/** Clock ticks a second in /proc, the same on every Linux. */
const TICKS = 100;

/** Throws when there is no such process. */
export function processFigures(pid: number): ProcessFigures {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The second field is the program's name in brackets, which may hold anything.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const [user, kernel] = [Number(fields[11]), Number(fields[12])];
	const resident = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	return { cpuSeconds: (user + kernel) / TICKS, residentMiB: Math.round(Number(resident) / 1_024) };
}
