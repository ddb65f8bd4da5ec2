import type { EngineFolder } from './engineFolder.ts';
import type { Signer } from './sides/usualWorkflow.ts';

/** What every measure is taken with. */
export interface Bench {
	readonly rounds: number;
	/** How long the sustained load lasts. */
	readonly minutes: number;
	readonly engine: EngineFolder;
	/** PEM, RSA 2048, made for the run. */
	readonly privateKey: string;
	readonly publicKey: string;
	/** Flags of Node for the process with our nodes, such as those that profile it. */
	readonly profile: readonly string[];
}

export const SIGNER: Signer = { organizationId: '00D000000000001', callCenterApiName: 'AcmeContactCenter' };

/** The data of the Salesforce Voice JWT API credential. */
export function credentialFor(url: string, privateKey: string): Record<string, string | boolean> {
	return { ...SIGNER, myDomainUrl: url, privateKey, customHost: true };
}
