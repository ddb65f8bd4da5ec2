import { errorCodes } from '../errorCodes';
import { ProblemError } from '../problem';

/** What tells a user where Redis is, and no more than that. */
export interface Place {
	readonly host: string;
	readonly port: number;
}

type Kind =
	| 'refused'
	| 'hostNotFound'
	| 'connectTimeout'
	| 'tls'
	| 'brokenOff'
	| 'answerTimeout'
	| 'password'
	| 'notAllowed'
	| 'database'
	| 'loading'
	| 'answeredError';

const LOST = 'If a key was being taken, it may stay taken until its period is over.';

const TEXTS: Record<Kind, { what: (redis: string) => string; fix: string }> = {
	refused: {
		what: (redis) => `The connection to ${redis} was refused.`,
		fix: "Check 'Host' and 'Port' of the Redis credential, and that Redis runs there.",
	},
	hostNotFound: {
		what: (redis) => `The host of ${redis} could not be found.`,
		fix: "Check the 'Host' of the Redis credential for typing slips, and this n8n's DNS.",
	},
	connectTimeout: {
		what: (redis) => `${redis} did not accept a connection in time.`,
		fix: "Check 'Host', 'Port' and 'SSL' of the Redis credential, and the firewall in between.",
	},
	tls: {
		what: (redis) => `No secure connection to ${redis} could be set up.`,
		fix: "Check 'SSL' and 'Disable TLS Verification' of the Redis credential, and the certificate of Redis.",
	},
	brokenOff: {
		what: (redis) => `The connection to ${redis} broke off before it had answered.`,
		fix: `Check that Redis runs, and whether 'SSL' of the Redis credential is as Redis wants it. ${LOST}`,
	},
	answerTimeout: {
		what: (redis) => `${redis} did not answer in time.`,
		fix: `Check that Redis is not overloaded. ${LOST}`,
	},
	password: {
		what: (redis) => `${redis} rejected the user and password.`,
		fix: "Check 'User' and 'Password' of the Redis credential; without users 'User' stays empty.",
	},
	notAllowed: {
		what: (redis) => `${redis} does not allow this user what is needed.`,
		fix: 'Allow the user SET, GET, DEL and EVAL on keys that begin with n8n-nodes-salesforce-voice:.',
	},
	database: {
		what: (redis) => `${redis} does not have the database that was asked for.`,
		fix: "Correct the 'Database Number' of the Redis credential; 0 is always there.",
	},
	loading: {
		what: (redis) => `${redis} was started a moment ago and is still reading its data.`,
		fix: 'Run the item again in a moment.',
	},
	answeredError: {
		what: (redis) => `${redis} answered with an error.`,
		fix: "Look into Redis's own log.",
	},
};

/** Something that must be remembered could not be asked or told. No secret is in its texts, nor in its cause. */
export class RedisFault extends ProblemError {
	override readonly name = 'RedisFault';

	readonly kind: Kind;

	constructor(kind: Kind, { host, port }: Place, cause?: unknown, word?: string) {
		const { what, fix } = TEXTS[kind];
		const sentence = what(`Redis at '${host}:${port}'`);
		super(
			{
				code: `redis.${kind}`,
				what: word === undefined ? sentence : sentence.replace(/\.$/, ` (${word}).`),
				fix,
			},
			{ cause },
		);
		this.kind = kind;
	}

	/** What a Redis that restarts looks like for a moment. */
	get isPassing(): boolean {
		return this.kind === 'refused' || this.kind === 'brokenOff' || this.kind === 'loading';
	}
}

const KIND_OF_CODE: Readonly<Record<string, Kind>> = {
	ECONNREFUSED: 'refused',
	ENOTFOUND: 'hostNotFound',
	EAI_AGAIN: 'hostNotFound',
	EAI_FAIL: 'hostNotFound',
	ETIMEDOUT: 'connectTimeout',
	EHOSTUNREACH: 'connectTimeout',
	ENETUNREACH: 'connectTimeout',
	EPROTO: 'tls',
	CERT_HAS_EXPIRED: 'tls',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
	SELF_SIGNED_CERT_IN_CHAIN: 'tls',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
};

/** Names what Node threw while the connection was opened or used. */
export function connectionFault(error: unknown, place: Place): RedisFault {
	if (error instanceof RedisFault) return error;
	for (const code of errorCodes(error)) {
		const kind = KIND_OF_CODE[code] ?? (/^ERR_(SSL|TLS)/.test(code) ? 'tls' : undefined);
		if (kind) return new RedisFault(kind, place, error);
	}
	return new RedisFault('brokenOff', place, error);
}

/**
 * Names an error that Redis answered with. Of its text only the word in front is shown: a proxy that does not know a
 * command may repeat it with all its arguments, the password among them.
 */
export function answeredFault(message: string, place: Place): RedisFault {
	const [word = ''] = message.split(' ', 1);
	if (word === 'WRONGPASS' || word === 'NOAUTH' || /\bAUTH\b/.test(message)) {
		return new RedisFault('password', place);
	}
	if (word === 'NOPERM') return new RedisFault('notAllowed', place);
	if (word === 'LOADING') return new RedisFault('loading', place);
	if (/\bDB index\b/.test(message)) return new RedisFault('database', place);
	return new RedisFault('answeredError', place, undefined, /^[A-Z]{2,20}$/.test(word) ? word : undefined);
}
