import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	TransportError,
	type TransportFault,
	transportErrorFrom,
} from '../../../nodes/shared/http/TransportError';
import { ProblemError } from '../../../nodes/shared/problem';

const withCode = (code: string, message = code): Error => Object.assign(new Error(message), { code });

const named = (name: string, message = name): Error => Object.assign(new Error(message), { name });

describe('a TransportError', () => {
	it.each<[TransportFault, what: string, fix: string]>([
		[
			'refused',
			"The connection to 'acme.test:8443' was refused.",
			'Check the host and port, and that the service runs there.',
		],
		[
			'hostNotFound',
			"The host 'acme.test:8443' could not be found.",
			"Check the host for typing slips, and this n8n's DNS.",
		],
		[
			'unreachable',
			"The host 'acme.test:8443' cannot be reached from this n8n.",
			"Check this n8n's network, firewall and proxy settings.",
		],
		[
			'connectTimeout',
			"The host 'acme.test:8443' did not accept a connection in time.",
			"Check the host, and this n8n's network, firewall and proxy settings.",
		],
		[
			'tls',
			"No secure connection to 'acme.test:8443' could be set up.",
			'Check that the host speaks HTTPS, and whether a proxy in between breaks it.',
		],
		[
			'certificate',
			"The certificate of 'acme.test:8443' is not trusted by this n8n.",
			'Check the host. If a proxy in between signs certificates itself, give n8n its certificate with NODE_EXTRA_CA_CERTS.',
		],
		[
			'blocked',
			"This n8n does not allow requests to 'acme.test:8443'.",
			'Ask whoever runs this n8n to allow the host in its egress protection (N8N_SSRF_ALLOWED_HOSTNAMES).',
		],
		[
			'cancelled',
			"The request to 'acme.test:8443' was stopped because the execution was cancelled.",
			'Run it again when you want it done.',
		],
		[
			'reset',
			"The connection to 'acme.test:8443' broke off before it had answered.",
			'If it stays so, check the proxy and firewall between this n8n and the service.',
		],
		[
			'answerTimeout',
			"The host 'acme.test:8443' did not answer in time.",
			"If it stays so, raise the node's 'Timeout' option.",
		],
		[
			'answerTooLarge',
			"The answer of 'acme.test:8443' was larger than any of its answers should be.",
			'Check that the host is the right service.',
		],
		[
			'notHttp',
			"What 'acme.test:8443' answered is not HTTP.",
			'Check the host and port: what answered there does not speak HTTP.',
		],
	])('%s says what happened and what to do', (fault, what, fix) => {
		const cause = new Error('underneath');
		const error = new TransportError(fault, 'acme.test:8443', true, cause);
		expect(error).toBeInstanceOf(ProblemError);
		expect(error).toMatchObject({
			name: 'TransportError',
			code: `transport.${fault}`,
			fault,
			host: 'acme.test:8443',
			mayHaveArrived: true,
			what,
			fix,
			message: `${what} ${fix}`,
			cause,
		});
	});

	it.each<[TransportFault, fix: string]>([
		['refused', 'Check the field, and that the service runs there.'],
		['hostNotFound', "Check the field for typing slips, and this n8n's DNS."],
		['connectTimeout', "Check the field, and this n8n's network, firewall and proxy settings."],
		[
			'certificate',
			'Check the field. If a proxy in between signs certificates itself, give n8n its certificate with NODE_EXTRA_CA_CERTS.',
		],
		['notHttp', 'Check the field: what answered there does not speak HTTP.'],
		['reset', 'If it stays so, check the proxy and firewall between this n8n and the service.'],
	])('%s names the field that the host was entered in', (fault, fix) => {
		const cause = new Error('underneath');
		const error = new TransportError(fault, 'acme.test', false, cause);
		const { what } = error;
		expect(error.enteredAt('the field')).toMatchObject({
			fault,
			host: 'acme.test',
			mayHaveArrived: false,
			what,
			fix,
			cause,
		});
	});
});

describe('an error of undici or Node', () => {
	it.each<[TransportFault, Error]>([
		['refused', withCode('ECONNREFUSED')],
		['hostNotFound', withCode('ENOTFOUND')],
		['hostNotFound', withCode('EAI_AGAIN')],
		['hostNotFound', withCode('EAI_FAIL')],
		['unreachable', withCode('EHOSTUNREACH')],
		['unreachable', withCode('EHOSTDOWN')],
		['unreachable', withCode('ENETUNREACH')],
		['unreachable', withCode('ENETDOWN')],
		['unreachable', withCode('EADDRNOTAVAIL')],
		['unreachable', withCode('EACCES', 'connect EACCES')],
		['unreachable', withCode('EPERM', 'connect EPERM')],
		['unreachable', withCode('UND_ERR_ABORTED', 'Proxy response (502) !== 200 when HTTP Tunneling')],
		['unreachable', named('ProxyError')],
		['connectTimeout', withCode('UND_ERR_CONNECT_TIMEOUT')],
		['connectTimeout', withCode('ETIMEDOUT')],
		['tls', withCode('EPROTO')],
		['tls', withCode('ERR_SSL_WRONG_VERSION_NUMBER')],
		['tls', withCode('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE')],
		['tls', withCode('ERR_TLS_HANDSHAKE_TIMEOUT')],
		['certificate', withCode('ERR_TLS_CERT_ALTNAME_INVALID')],
		['certificate', withCode('CERT_HAS_EXPIRED')],
		['certificate', withCode('CERT_NOT_YET_VALID')],
		['certificate', withCode('CERT_SIGNATURE_FAILURE')],
		['certificate', withCode('CERT_UNTRUSTED')],
		['certificate', withCode('CERT_REJECTED')],
		['certificate', withCode('CERT_REVOKED')],
		['certificate', withCode('CERT_CHAIN_TOO_LONG')],
		['certificate', withCode('PATH_LENGTH_EXCEEDED')],
		['certificate', withCode('INVALID_CA')],
		['certificate', withCode('INVALID_PURPOSE')],
		['certificate', withCode('DEPTH_ZERO_SELF_SIGNED_CERT')],
		['certificate', withCode('SELF_SIGNED_CERT_IN_CHAIN')],
		['certificate', withCode('UNABLE_TO_GET_ISSUER_CERT')],
		['certificate', withCode('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')],
		['certificate', withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
		['blocked', named('SsrfBlockedIpError')],
		['blocked', named('SsrfBlockedHostnameError')],
		['answerTimeout', withCode('UND_ERR_HEADERS_TIMEOUT')],
		['answerTimeout', withCode('UND_ERR_BODY_TIMEOUT')],
		['answerTooLarge', withCode('UND_ERR_HEADERS_OVERFLOW')],
		['notHttp', named('HTTPParserError', 'Response does not match the HTTP/1.1 protocol (Invalid method)')],
		['reset', named('HTTPParserError', 'Response does not match the HTTP/1.1 protocol (Invalid EOF state)')],
		['reset', withCode('UND_ERR_RES_CONTENT_LENGTH_MISMATCH')],
		['reset', withCode('UND_ERR_SOCKET')],
		['reset', withCode('ECONNRESET')],
		['reset', withCode('EPIPE')],
		['reset', new Error('something new')],
	])('is %s when it is %s', (fault, error) => {
		const translated = transportErrorFrom(error, 'acme.test', false);
		expect([translated.fault, translated.mayHaveArrived, translated.host, translated.cause]).toEqual([
			fault,
			false,
			'acme.test',
			error,
		]);
	});

	it('that gives up on an open connection is a reset, on one to be opened a connect timeout', () => {
		const faults = [true, false].map((w) => transportErrorFrom(withCode('ETIMEDOUT'), 'acme.test', w).fault);
		expect(faults).toEqual(['reset', 'connectTimeout']);
	});

	it('is found among those of several addresses', () => {
		const error = new AggregateError([withCode('ENETUNREACH'), withCode('ECONNREFUSED')], '');
		expect(transportErrorFrom(error, 'acme.test', false).fault).toBe('unreachable');
		const outer = Object.assign(new AggregateError([withCode('EX'), withCode('EY')], ''), {
			code: 'ECONNREFUSED',
		});
		expect(transportErrorFrom(outer, 'acme.test', false).fault).toBe('refused');
	});

	it('is found in the cause, however deep', () => {
		const error = new Error('fetch failed', {
			cause: new Error('outer', { cause: withCode('CERT_HAS_EXPIRED') }),
		});
		expect(transportErrorFrom(error, 'acme.test', false).fault).toBe('certificate');
	});

	it('is blocked before anything else, when the egress rules had a part in it', () => {
		const error = Object.assign(new Error('x', { cause: named('SsrfBlockedIpError') }), {
			code: 'ECONNREFUSED',
		});
		expect(transportErrorFrom(error, 'acme.test', false).fault).toBe('blocked');
	});

	it('is left as it is when it is a TransportError', () => {
		const error = new TransportError('cancelled', 'acme.test', false);
		expect(transportErrorFrom(error, 'other.test', true)).toBe(error);
	});

	it('says for every error whether the request was being written', () => {
		fc.assert(
			fc.property(fc.anything(), fc.boolean(), (error, writing) => {
				const translated = transportErrorFrom(error, 'acme.test', writing);
				expect(translated).toBeInstanceOf(TransportError);
				expect(translated.mayHaveArrived).toBe(writing);
			}),
		);
	});
});
