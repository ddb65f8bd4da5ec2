import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PbxApi } from '../../../credentials/PbxApi.credentials';
import { readCertificates } from '../../../nodes/shared/pbx/caCertificate';
import { readPbxCredential } from '../../../nodes/shared/pbx/credential';
import { ProblemError } from '../../../nodes/shared/problem';
import { CERTIFICATE } from '../../fixtures/pbx/certificate.ts';

type Data = Record<string, unknown>;

const AMI: Data = { type: 'asteriskAmi', host: 'pbx.example.com', user: 'n8n', secret: 's3cret!' };

const ARI: Data = { type: 'asteriskAri', baseUrl: 'http://192.0.2.10:8088', user: 'n8n', secret: 's3cret!' };

const FREESWITCH: Data = { type: 'freeswitch', host: '192.0.2.10', secret: 's3cret!' };

function problemOf(data: Data): ProblemError {
	try {
		readPbxCredential(data);
	} catch (error) {
		if (error instanceof ProblemError) return error;
		throw error;
	}
	throw new Error('The credential was taken');
}

describe('what the fields come to', () => {
	it.each([
		[
			'AMI with the usual port',
			AMI,
			{
				type: 'asteriskAmi',
				settings: { host: 'pbx.example.com', port: 5038, user: 'n8n', secret: 's3cret!' },
			},
		],
		[
			'AMI with TLS and its usual port',
			{ ...AMI, tls: true },
			{
				type: 'asteriskAmi',
				settings: {
					host: 'pbx.example.com',
					port: 5039,
					tls: { rejectUnauthorized: true },
					user: 'n8n',
					secret: 's3cret!',
				},
			},
		],
		[
			'AMI with all there is',
			{
				...AMI,
				host: ' [2001:db8::1] ',
				port: '5040',
				tls: true,
				ca: CERTIFICATE,
				serverName: 'pbx',
				ignoreTlsIssues: true,
			},
			{
				type: 'asteriskAmi',
				settings: {
					host: '2001:db8::1',
					port: 5040,
					tls: { ca: CERTIFICATE, servername: 'pbx', rejectUnauthorized: false },
					user: 'n8n',
					secret: 's3cret!',
				},
			},
		],
		[
			'ARI, where TLS is part of the address',
			ARI,
			{
				type: 'asteriskAri',
				settings: {
					baseUrl: 'http://192.0.2.10:8088',
					user: 'n8n',
					secret: 's3cret!',
					applicationName: '',
				},
			},
		],
		[
			'ARI with TLS and a name',
			{ ...ARI, baseUrl: 'https://pbx.example.com:8089/asterisk/', applicationName: 'n8n-calls' },
			{
				type: 'asteriskAri',
				settings: {
					baseUrl: 'https://pbx.example.com:8089/asterisk',
					user: 'n8n',
					secret: 's3cret!',
					applicationName: 'n8n-calls',
					tls: { rejectUnauthorized: true },
				},
			},
		],
		[
			'FreeSWITCH by its password',
			FREESWITCH,
			{ type: 'freeswitch', settings: { host: '192.0.2.10', port: 8021, secret: 's3cret!' } },
		],
		[
			'FreeSWITCH as a user',
			{ ...FREESWITCH, user: 'n8n@pbx.example.com', port: 8022 },
			{
				type: 'freeswitch',
				settings: { host: '192.0.2.10', port: 8022, user: 'n8n@pbx.example.com', secret: 's3cret!' },
			},
		],
		[
			'no type, as a credential written by hand',
			{ ...AMI, type: '' },
			{
				type: 'asteriskAmi',
				settings: { host: 'pbx.example.com', port: 5038, user: 'n8n', secret: 's3cret!' },
			},
		],
	])('%s', (_name, data, expected) => {
		expect(readPbxCredential(data)).toEqual(expected);
	});

	it('takes a switch that n8n handed over as text', () => {
		expect(readPbxCredential({ ...AMI, tls: 'false' })).toEqual(readPbxCredential(AMI));
		expect(readPbxCredential({ ...AMI, tls: 'true' })).toMatchObject({ settings: { port: 5039 } });
	});

	it('leaves blanks in a secret as they are', () => {
		expect(readPbxCredential({ ...AMI, secret: ' s3 cret ' })).toMatchObject({
			settings: { secret: ' s3 cret ' },
		});
	});
});

describe('what is wrong with a field', () => {
	it.each<[string, Data, string, string]>([
		[
			'type',
			{ ...AMI, type: 'avaya' },
			"The 'Type' of the PBX credential is none this version knows.",
			'Choose one of: Asterisk AMI, Asterisk ARI, FreeSWITCH.',
		],
		['no host', { ...AMI, host: ' ' }, "The 'Host' is empty.", 'Enter the name or IP address of your PBX.'],
		[
			'a web address as host',
			{ ...AMI, host: 'https://pbx.example.com' },
			"The 'Host' is neither a host name nor an IP address.",
			"Enter it alone, such as pbx.example.com or 192.0.2.10, without 'https://' and path; a port goes into 'Port'.",
		],
		[
			'a port in the host',
			{ ...AMI, host: 'pbx.example.com:5038' },
			"The 'Host' is neither a host name nor an IP address.",
			"Enter it alone, such as pbx.example.com or 192.0.2.10, without 'https://' and path; a port goes into 'Port'.",
		],
		[
			'a port that is none',
			{ ...AMI, port: '70000' },
			"The 'Port' is not a whole number from 1 to 65535.",
			'Leave it empty for the usual one, 5038.',
		],
		[
			'a port in words',
			{ ...FREESWITCH, port: 'usual' },
			"The 'Port' is not a whole number from 1 to 65535.",
			'Leave it empty for the usual one, 8021.',
		],
		[
			'no user',
			{ ...AMI, user: '' },
			"The 'User' is empty.",
			'Enter the name of the user in manager.conf (the word in its square brackets).',
		],
		[
			'a user that cannot be sent in a header',
			{ ...ARI, user: 'n8n:x' },
			"The 'User' holds a colon, a line break or another control character.",
			'Enter the name of the user in ari.conf (the word in its square brackets), which has none of these.',
		],
		[
			'a user that would be another action',
			{ ...AMI, user: 'n8n\r\nAction: Originate' },
			"The 'User' holds a colon, a line break or another control character.",
			'Enter the name of the user in manager.conf (the word in its square brackets), which has none of these.',
		],
		[
			'a user of FreeSWITCH without its domain',
			{ ...FREESWITCH, user: '1000' },
			"The 'User' is not written as FreeSWITCH knows its users.",
			'Write it as name@domain, such as 1000@pbx.example.com, or leave it empty to log in with the password of event_socket.conf.xml alone.',
		],
		[
			'no secret',
			{ ...ARI, secret: '   ' },
			"The 'Secret' is empty.",
			"Enter the user's 'password' in ari.conf.",
		],
		[
			'a secret with a line break',
			{ ...AMI, secret: 's3cret!\n' },
			"The 'Secret' holds a line break or another control character.",
			'It was probably copied along; enter the secret without it.',
		],
		[
			'a certificate that is a key',
			{ ...AMI, tls: true, ca: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' },
			"The 'CA Certificate' could not be read.",
			"Paste the whole certificate, from '-----BEGIN CERTIFICATE-----' to '-----END CERTIFICATE-----', and no key.",
		],
		[
			'a server name with a protocol',
			{ ...AMI, tls: true, serverName: 'https://pbx' },
			"The 'Server Name' is not a host name.",
			'Enter the name that is in the certificate, such as pbx.example.com.',
		],
		[
			'no base URL',
			{ ...ARI, baseUrl: '' },
			"The 'Base URL' is empty.",
			"Enter where Asterisk's HTTP server is, such as https://pbx.example.com:8089 or http://192.0.2.10:8088.",
		],
		[
			'a base URL of another kind',
			{ ...ARI, baseUrl: 'ws://pbx.example.com:8088' },
			"The 'Base URL' is not a web address.",
			"Enter where Asterisk's HTTP server is, such as https://pbx.example.com:8089 or http://192.0.2.10:8088.",
		],
		[
			'a secret in the base URL',
			{ ...ARI, baseUrl: 'http://n8n:hidden@192.0.2.10:8088/?api_key=n8n:hidden' },
			"The 'Base URL' holds more than an address.",
			"Remove the user, the password and everything from '?' or '#' on; 'User' and 'Secret' have fields of their own.",
		],
		[
			'an application name that cannot stand in an address',
			{ ...ARI, applicationName: 'my calls&x=1' },
			"The 'Application Name' cannot be used.",
			'Use up to 64 letters, digits, points, dashes and underscores, or leave it empty.',
		],
	])('%s', (_name, data, what, fix) => {
		const problem = problemOf(data);
		expect([problem.what, problem.fix]).toEqual([what, fix]);
		expect(problem.message).not.toContain('hidden');
	});

	it('is told all at once', () => {
		const problem = problemOf({ type: 'asteriskAmi', port: 'x', secret: 'hidden\u0007' });
		expect(problem.code).toBe('pbxCredential.several');
		expect(problem.what).toBe(
			"4 things in the PBX credential need to be put right: 'Host', 'Port', 'User', 'Secret'.",
		);
		expect(problem.fix).toBe(
			"(1) The 'Host' is empty. Enter the name or IP address of your PBX. (2) The 'Port' is not a whole number from 1 to 65535. Leave it empty for the usual one, 5038. (3) The 'User' is empty. Enter the name of the user in manager.conf (the word in its square brackets). (4) The 'Secret' holds a line break or another control character. It was probably copied along; enter the secret without it.",
		);
	});

	it('is no concern of fields that belong to another type', () => {
		expect(readPbxCredential({ ...ARI, host: 'a b', port: 'x', ca: 'no certificate' })).toEqual(
			readPbxCredential(ARI),
		);
	});

	it('is told with no secret in it, and never otherwise than in these words', () => {
		const anything = fc.oneof(
			fc.string(),
			fc.integer(),
			fc.boolean(),
			fc.constant(null),
			fc.constant(undefined),
		);
		const fields = ['host', 'port', 'tls', 'ca', 'serverName', 'ignoreTlsIssues', 'user', 'baseUrl'];
		const data = fc.record({
			type: fc.constantFrom('asteriskAmi', 'asteriskAri', 'freeswitch'),
			...Object.fromEntries(fields.map((field) => [field, anything])),
			applicationName: anything,
			secret: fc.string().map((text) => `SECRET${text}`),
		});
		fc.assert(
			fc.property(data, (each) => {
				try {
					readPbxCredential(each);
				} catch (error) {
					if (!(error instanceof ProblemError)) throw error;
					expect(error.message).not.toContain('SECRET');
				}
			}),
		);
	});
});

describe('the certificate of an authority', () => {
	const oneLine = CERTIFICATE.replace(/\n/g, ' ');
	const escaped = CERTIFICATE.replace(/\n/g, '\\n');
	it.each([
		['as it is in a file', CERTIFICATE],
		['with its line breaks lost', oneLine],
		['with its line breaks written out', escaped],
		['with words around it', `subject=CN = PBX\n${CERTIFICATE}\nbye`],
	])('is read %s', (_name, text) => {
		const pem = readCertificates(text);
		expect(pem).toBe(CERTIFICATE);
		expect(new X509Certificate(pem ?? '').subject).toBe('CN=pbx.example.com');
	});

	it('may be several', () => {
		expect(readCertificates(oneLine + oneLine)).toBe(CERTIFICATE + CERTIFICATE);
	});

	it.each(['', 'pbx.example.com', CERTIFICATE.replace('MII', 'AAA'), CERTIFICATE.slice(0, -40)])(
		'is not taken to be %j',
		(text) => {
			expect(readCertificates(text)).toBeUndefined();
		},
	);
});

describe('the panel', () => {
	const { properties } = new PbxApi();

	it('asks for each field of a type, and masks the secret', () => {
		const shown = (type: string) =>
			properties
				.filter(({ displayOptions }) => displayOptions?.show?.type?.includes(type) ?? true)
				.map(({ name }) => name);
		expect(shown('asteriskAmi')).toEqual([
			...['type', 'asteriskAmiSetUp', 'host', 'port', 'tls', 'ca', 'serverName', 'ignoreTlsIssues'],
			...['user', 'secret'],
		]);
		expect(shown('asteriskAri')).toEqual([
			...['type', 'asteriskAriSetUp', 'baseUrl', 'ca', 'serverName', 'ignoreTlsIssues', 'user', 'secret'],
			'applicationName',
		]);
		expect(shown('freeswitch')).toEqual([
			...['type', 'freeswitchSetUp', 'host', 'port', 'tls', 'ca', 'serverName', 'ignoreTlsIssues'],
			...['user', 'secret'],
		]);
		const masked = properties.filter(({ typeOptions }) => typeOptions?.password).map(({ name }) => name);
		expect(masked).toEqual(['secret']);
	});

	it('gives fields of one name one default, since the editor takes that of the last', () => {
		const defaults = new Map<string, unknown>();
		for (const { name, default: usual } of properties) {
			expect(defaults.has(name) ? defaults.get(name) : usual, name).toBe(usual);
			defaults.set(name, usual);
		}
	});
});
