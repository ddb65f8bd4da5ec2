import { KeptByDigest } from '../../http/KeptByDigest';
import { ProblemError } from '../../problem';
import { readPrivateKey } from '../privateKey';
import { loginOrigin } from './hosts';
import { JwtLogin } from './jwtLogin';

/** Tokens outlive executions: Salesforce lets a user log in 3,600 times an hour. */
const logins = new KeptByDigest<JwtLogin>();

const FIELDS = ['environment', 'clientId', 'username', 'privateKey', 'myDomainUrl'];

function text(data: Readonly<Record<string, unknown>>, field: string): string {
	const value = data[field];
	return typeof value === 'string' ? value.trim() : '';
}

function required(
	data: Readonly<Record<string, unknown>>,
	field: string,
	label: string,
	fix: string,
): string {
	const value = text(data, field);
	if (value !== '') return value;
	throw new ProblemError({
		code: `credential.${field}`,
		what: `The '${label}' of the credential is empty.`,
		fix,
	});
}

/**
 * The login of a Salesforce JWT API credential, from its fields as n8n hands them over. Throws a ProblemError that names
 * the field by its label; the key and tokens are in none of its texts.
 */
export function readJwtCredential(data: Readonly<Record<string, unknown>>): JwtLogin {
	return logins.get(
		FIELDS.map((field) => data[field] ?? null),
		() =>
			new JwtLogin({
				loginUrl: loginOrigin(data.environment, text(data, 'myDomainUrl')),
				clientId: required(data, 'clientId', 'Client ID', 'Enter the consumer key of the connected app.'),
				username: required(data, 'username', 'Username', 'Enter the user the connected app acts for.'),
				privateKey: readPrivateKey(text(data, 'privateKey'), '', 'the connected app'),
			}),
	);
}
