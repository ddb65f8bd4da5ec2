import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../nodes/shared/problem';
import { readRedisSettings } from '../../../nodes/shared/state/redisSettings';

/** As n8n's form leaves them when nothing is filled in. */
const DEFAULTS = { password: '', user: '', host: 'localhost', port: 6379, database: 0, ssl: false };

const PLAIN = {
	host: 'localhost',
	port: 6379,
	database: 0,
	tls: false,
	verifiesCertificate: true,
	user: '',
	password: '',
};

describe("n8n's Redis credential", () => {
	it.each([
		['as it is offered', DEFAULTS, PLAIN],
		['with nothing in it', {}, PLAIN],
		[
			'with digits as text',
			{ ...DEFAULTS, port: '6380', database: '2' },
			{ ...PLAIN, port: 6380, database: 2 },
		],
		[
			'with a user, and a password with blanks around it',
			{ ...DEFAULTS, user: ' n8n ', password: ' secret ', host: ' redis.example.org ' },
			{ ...PLAIN, user: 'n8n', password: ' secret ', host: 'redis.example.org' },
		],
		[
			'with TLS that is not verified',
			{ ...DEFAULTS, ssl: true, disableTlsVerification: true },
			{ ...PLAIN, tls: true, verifiesCertificate: false },
		],
		['with TLS', { ...DEFAULTS, ssl: true, disableTlsVerification: false }, { ...PLAIN, tls: true }],
	])('%s is read', (_name, data, settings) => {
		expect(readRedisSettings(data)).toEqual(settings);
	});

	it.each([
		[{ port: 70_000 }, "The 'Port' of the Redis credential is not a whole number from 0 to 65535."],
		[{ port: 'redis' }, "The 'Port' of the Redis credential is not a whole number from 0 to 65535."],
		[
			{ database: 1.5 },
			"The 'Database Number' of the Redis credential is not a whole number from 0 to 2147483647.",
		],
		[
			{ database: -1 },
			"The 'Database Number' of the Redis credential is not a whole number from 0 to 2147483647.",
		],
	])('with %j is refused', (changes, what) => {
		const read = () => readRedisSettings({ ...DEFAULTS, password: 'secret', ...changes });
		expect(read).toThrow(ProblemError);
		expect(read).toThrow(`${what} Correct it in the credential.`);
	});
});
