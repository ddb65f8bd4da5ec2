import { anyNumber } from '../anyText';
import { ProblemError } from '../problem';

/** How to reach a Redis, checked. */
export interface RedisSettings {
	readonly host: string;
	readonly port: number;
	readonly database: number;
	readonly tls: boolean;
	readonly verifiesCertificate: boolean;
	/** Empty for a Redis that asks for the password only. */
	readonly user: string;
	/** Empty for a Redis that is open to all. */
	readonly password: string;
}

type Data = Readonly<Record<string, unknown>>;

function text(data: Data, field: string): string {
	const value = data[field];
	return typeof value === 'string' ? value.trim() : '';
}

/** What n8n's form leaves empty is an empty text; an expression may give digits as text. */
function wholeNumber(data: Data, field: string, label: string, most: number, whenEmpty: number): number {
	const value = data[field];
	if (value === undefined || value === null || value === '') return whenEmpty;
	const number = anyNumber(value);
	if (Number.isInteger(number) && number >= 0 && number <= most) return number;
	throw new ProblemError({
		code: `redisCredential.${field}`,
		what: `The '${label}' of the Redis credential is not a whole number from 0 to ${most}.`,
		fix: 'Correct it in the credential.',
	});
}

/**
 * Reads the fields of n8n's own Redis credential (n8n-nodes-base 2.41, Redis.credentials). Throws a ProblemError that
 * names the field by its label; the password is in none of its texts, and is taken as it is, blanks included.
 */
export function readRedisSettings(data: Data): RedisSettings {
	return {
		host: text(data, 'host') || 'localhost',
		port: wholeNumber(data, 'port', 'Port', 65_535, 6379),
		database: wholeNumber(data, 'database', 'Database Number', 2 ** 31 - 1, 0),
		tls: data.ssl === true,
		verifiesCertificate: data.disableTlsVerification !== true,
		user: text(data, 'user'),
		password: typeof data.password === 'string' ? data.password : '',
	};
}
