import { CONNECT_FAULT_OF_CODE, type ConnectFault } from '../connectCodes';
import { errorCodes } from '../errorCodes';

/** Why no connection came about, whatever speaks over it. */
export type NetworkFaultKind = ConnectFault | 'blocked' | 'connectTimeout';

/** Names what Node or n8n's egress filter threw while a connection was opened; undefined when it is none of these. */
export function networkFaultKind(error: unknown): NetworkFaultKind | undefined {
	for (const code of errorCodes(error, true)) {
		if (code.startsWith('Ssrf')) return 'blocked';
		if (code === 'ETIMEDOUT') return 'connectTimeout';
		const kind = CONNECT_FAULT_OF_CODE[code] ?? (/^ERR_(SSL|TLS)/.test(code) ? 'tls' : undefined);
		if (kind) return kind;
	}
	return undefined;
}
