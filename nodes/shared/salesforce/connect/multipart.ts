import type { StreamedBody } from '../../http/HttpTransport';

export interface FilePart {
	/** Printable ASCII without quotation marks. */
	readonly name: string;
	readonly filename: string;
	/** Bytes. */
	readonly length: number;
	open(): AsyncIterable<Uint8Array>;
}

const CLOSING_OF_PART = '\r\n';

function heading(boundary: string, { name, filename }: FilePart): Buffer {
	return Buffer.from(
		`--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
	);
}

/**
 * Files as multipart/form-data (RFC 7578), made while it is sent. Its length is known from that of the parts, so that it
 * goes out with Content-Length: Salesforce's pages say nothing about chunked uploads. `boundary` must be in no file.
 */
export function multipart(
	parts: readonly FilePart[],
	boundary: string,
): { type: string; body: StreamedBody } {
	const end = Buffer.from(`--${boundary}--\r\n`);
	const length = parts.reduce(
		(sum, part) => sum + heading(boundary, part).length + part.length + CLOSING_OF_PART.length,
		end.length,
	);
	return {
		type: `multipart/form-data; boundary=${boundary}`,
		body: {
			length,
			async *open() {
				for (const part of parts) {
					yield heading(boundary, part);
					yield* part.open();
					yield Buffer.from(CLOSING_OF_PART);
				}
				yield end;
			},
		},
	};
}
