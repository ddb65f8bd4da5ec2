import { isIP } from 'node:net';
import { decimal, truth } from '../call-event/units';
import type { Problem } from '../problem';
import { readCertificates } from './caCertificate';
import type { PbxTls } from './openSocket';

export type CredentialData = Readonly<Record<string, unknown>>;

const CONTROL_CHARACTER = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/;

/** Reads the fields one by one and notes what is wrong with each, so that an admin learns of everything at once. */
export class FieldReader {
	readonly problems: Problem[] = [];

	constructor(private readonly data: CredentialData) {}

	verbatim(field: string): string {
		const value = this.data[field];
		return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	}

	text(field: string): string {
		return this.verbatim(field).trim();
	}

	truth(field: string): boolean {
		return truth(this.data[field]) ?? false;
	}

	/** Notes a problem and gives what to go on with. */
	problem<Value>(code: string, what: string, fix: string, goOnWith: Value): Value {
		this.problems.push({ code: `pbxCredential.${code}`, what, fix });
		return goOnWith;
	}
}

/** The host, an IPv6 address without its brackets. */
function host(fields: FieldReader): string {
	const entered = fields.text('host').replace(/^\[(.*)\]$/, '$1');
	if (entered === '') {
		return fields.problem('host', "The 'Host' is empty.", 'Enter the name or IP address of your PBX.', '');
	}
	if (isIP(entered) !== 0 || /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?$/.test(entered)) return entered;
	return fields.problem(
		'host',
		"The 'Host' is neither a host name nor an IP address.",
		"Enter it alone, such as pbx.example.com or 192.0.2.10, without 'https://' and path; a port goes into 'Port'.",
		'',
	);
}

function port(fields: FieldReader, usual: number): number {
	const entered = fields.text('port');
	if (entered === '') return usual;
	const number = decimal(entered);
	if (number !== undefined && Number.isInteger(number) && number >= 1 && number <= 65_535) return number;
	return fields.problem(
		'port',
		"The 'Port' is not a whole number from 1 to 65535.",
		`Leave it empty for the usual one, ${usual}.`,
		usual,
	);
}

/** How the certificate of the PBX is checked. */
export function tls(fields: FieldReader): PbxTls {
	const pem = fields.text('ca');
	const serverName = fields.text('serverName');
	const ca = pem === '' ? undefined : readCertificates(pem);
	if (pem !== '' && ca === undefined) {
		fields.problem(
			'ca',
			"The 'CA Certificate' could not be read.",
			"Paste the whole certificate, from '-----BEGIN CERTIFICATE-----' to '-----END CERTIFICATE-----', and no key.",
			undefined,
		);
	}
	if (!/^[A-Za-z0-9_.-]*$/.test(serverName)) {
		fields.problem(
			'serverName',
			"The 'Server Name' is not a host name.",
			'Enter the name that is in the certificate, such as pbx.example.com.',
			undefined,
		);
	}
	return {
		...(ca !== undefined && { ca }),
		...(serverName !== '' && { servername: serverName }),
		rejectUnauthorized: !fields.truth('ignoreTlsIssues'),
	};
}

/** Where the socket of a PBX is; the usual port depends on whether it is secured. */
export function place(fields: FieldReader, usual: number, usualWithTls = usual) {
	const isSecured = fields.truth('tls');
	return {
		host: host(fields),
		port: port(fields, isSecured ? usualWithTls : usual),
		...(isSecured && { tls: tls(fields) }),
	};
}

/** The name of a user; `where` tells in which file it stands. */
export function user(fields: FieldReader, where: string): string {
	const entered = fields.text('user');
	if (entered === '') {
		return fields.problem('user', "The 'User' is empty.", `Enter the name of the user in ${where}.`, '');
	}
	if (!CONTROL_CHARACTER.test(entered) && !entered.includes(':')) return entered;
	return fields.problem(
		'user',
		"The 'User' holds a colon, a line break or another control character.",
		`Enter the name of the user in ${where}, which has none of these.`,
		'',
	);
}

/** The domain cannot be left out: FreeSWITCH looks users up by both. */
export function freeswitchUser(fields: FieldReader): { readonly user?: string } {
	const entered = fields.text('user');
	if (entered === '') return {};
	if (/^[^\s:@\u0000-\u001F\u007F-\u009F]+@[^\s:@\u0000-\u001F\u007F-\u009F]+$/.test(entered)) {
		return { user: entered };
	}
	return fields.problem(
		'user',
		"The 'User' is not written as FreeSWITCH knows its users.",
		'Write it as name@domain, such as 1000@pbx.example.com, or leave it empty to log in with the password of event_socket.conf.xml alone.',
		{},
	);
}

/** A secret as it was typed: it may begin or end with anything but a line break. */
export function secret(fields: FieldReader, where: string): string {
	const entered = fields.verbatim('secret');
	if (entered.trim() === '') {
		return fields.problem('secret', "The 'Secret' is empty.", `Enter the ${where}.`, '');
	}
	if (!CONTROL_CHARACTER.test(entered)) return entered;
	return fields.problem(
		'secret',
		"The 'Secret' holds a line break or another control character.",
		'It was probably copied along; enter the secret without it.',
		'',
	);
}

/** The address of Asterisk's HTTP server, without a slash at its end. */
export function baseUrl(fields: FieldReader): string {
	const entered = fields.text('baseUrl');
	const url = URL.canParse(entered) ? new URL(entered) : undefined;
	if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
		return fields.problem(
			'baseUrl',
			entered === '' ? "The 'Base URL' is empty." : "The 'Base URL' is not a web address.",
			"Enter where Asterisk's HTTP server is, such as https://pbx.example.com:8089 or http://192.0.2.10:8088.",
			'',
		);
	}
	if (url.username === '' && url.password === '' && url.search === '' && url.hash === '') {
		return entered.replace(/\/+$/, '');
	}
	return fields.problem(
		'baseUrl',
		"The 'Base URL' holds more than an address.",
		"Remove the user, the password and everything from '?' or '#' on; 'User' and 'Secret' have fields of their own.",
		'',
	);
}

/** Empty where none is given. */
export function applicationName(fields: FieldReader): string {
	const entered = fields.text('applicationName');
	if (/^[A-Za-z0-9_.-]{0,64}$/.test(entered)) return entered;
	return fields.problem(
		'applicationName',
		"The 'Application Name' cannot be used.",
		'Use up to 64 letters, digits, points, dashes and underscores, or leave it empty.',
		'',
	);
}
