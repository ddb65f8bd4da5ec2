import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from '../../unit/http/selfSigned.ts';
import { Child } from '../Child.ts';
import type { Sample, Traffic } from './answer.ts';

/**
 * A plain TLS server in a process of its own that answers as Salesforce does and checks next to nothing, so that what is
 * measured is the client. Its certificate is made for the run.
 */
export class SalesforceServer {
	readonly url: string;

	/** Lets a child process trust the certificate. */
	readonly environment: Record<string, string>;

	readonly #child: Child;

	readonly #folder: string;

	private constructor(child: Child, folder: string, url: string, certificateFile: string) {
		this.#child = child;
		this.#folder = folder;
		this.url = url;
		this.environment = { NODE_EXTRA_CA_CERTS: certificateFile, NODE_ENV: 'production' };
	}

	static async start(): Promise<SalesforceServer> {
		const folder = mkdtempSync(join(tmpdir(), 'bench-tls-'));
		const certified = selfSigned('127.0.0.1');
		const certificateFile = join(folder, 'certificate.pem');
		writeFileSync(certificateFile, certified.cert);
		const child = await Child.start('server/answer.ts', { env: { NODE_ENV: 'production' } });
		return new SalesforceServer(child, folder, await child.ask<string>('start', certified), certificateFile);
	}

	async reset(): Promise<void> {
		await this.#child.ask('reset');
	}

	async answerAfter(ms: number): Promise<void> {
		await this.#child.ask('answerAfter', ms);
	}

	async traffic(): Promise<Traffic> {
		return await this.#child.ask<Traffic>('traffic');
	}

	/** The first request since `reset`. */
	async sample(): Promise<Sample> {
		return await this.#child.ask<Sample>('sample');
	}

	/** When the request that creates this call arrived, in ms of the machine's clock. */
	async arrival(callId: string): Promise<number> {
		return await this.#child.ask<number>('arrival', callId);
	}

	async stop(): Promise<void> {
		await this.#child.stop();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}
