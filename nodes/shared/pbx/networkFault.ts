import { errorCodes } from '../errorCodes';

/** Why no connection came about, whatever speaks over it. */
export type NetworkFaultKind =
	'refused' | 'hostNotFound' | 'unreachable' | 'blocked' | 'connectTimeout' | 'tls' | 'certificate';

const KIND_OF_CODE: Readonly<Record<string, NetworkFaultKind>> = {
	ECONNREFUSED: 'refused',
	ENOTFOUND: 'hostNotFound',
	EAI_AGAIN: 'hostNotFound',
	EAI_FAIL: 'hostNotFound',
	ETIMEDOUT: 'connectTimeout',
	EHOSTUNREACH: 'unreachable',
	EHOSTDOWN: 'unreachable',
	ENETUNREACH: 'unreachable',
	ENETDOWN: 'unreachable',
	EACCES: 'unreachable',
	EPERM: 'unreachable',
	EADDRNOTAVAIL: 'unreachable',
	EPROTO: 'tls',
	ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
	CERT_HAS_EXPIRED: 'certificate',
	CERT_NOT_YET_VALID: 'certificate',
	CERT_SIGNATURE_FAILURE: 'certificate',
	CERT_UNTRUSTED: 'certificate',
	CERT_REJECTED: 'certificate',
	CERT_REVOKED: 'certificate',
	INVALID_CA: 'certificate',
	INVALID_PURPOSE: 'certificate',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
	SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
	UNABLE_TO_GET_ISSUER_CERT: 'certificate',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
};

/** Names what Node or n8n's egress filter threw while a connection was opened; undefined when it is none of these. */
export function networkFaultKind(error: unknown): NetworkFaultKind | undefined {
	for (const code of errorCodes(error, true)) {
		if (code.startsWith('Ssrf')) return 'blocked';
		const kind = KIND_OF_CODE[code] ?? (/^ERR_(SSL|TLS)/.test(code) ? 'tls' : undefined);
		if (kind) return kind;
	}
	return undefined;
}
