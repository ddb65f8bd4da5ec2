import { nameOf } from '../../nameOf';
import { ProblemError } from '../../problem';

/** Spring '26, the release whose guide the requests here follow (reference, section 17). Every organization has it. */
export const DEFAULT_API_VERSION = '66.0';

/** The payload that is sent is that of 52.0 and later (Upload or Update Transcripts with Connect REST API). */
const LEAST_MAJOR = 52;

/**
 * `66`, `66.0` or `v66.0` as `66.0`; the default for nothing. Throws a ProblemError for anything else and for versions
 * before 52.0.
 */
export function readApiVersion(given: unknown): string {
	const entered = typeof given === 'object' && given !== null ? nameOf(given) : String(given ?? '').trim();
	if (entered === '') return DEFAULT_API_VERSION;
	const major = /^v?(\d{2,3})(?:\.0)?$/i.exec(entered)?.[1];
	if (major === undefined || Number(major) < LEAST_MAJOR) {
		throw new ProblemError({
			code: 'apiVersion',
			what: `'API Version' is '${entered.slice(0, 20)}', which is not a version from ${LEAST_MAJOR}.0 on.`,
			fix: `Enter one like ${DEFAULT_API_VERSION}, or remove the option.`,
		});
	}
	return `${major}.0`;
}
