import type { Target } from '../Target.ts';
import { callEventTargets } from './callEvents.ts';
import { credentialTargets } from './credentials.ts';
import { operationTargets } from './operations.ts';
import { providerTargets } from './providers.ts';
import { textTargets } from './texts.ts';
import { transcriptTargets } from './transcripts.ts';

export const TARGETS: readonly Target[] = [
	...textTargets,
	...providerTargets,
	...callEventTargets,
	...operationTargets,
	...credentialTargets,
	...transcriptTargets,
];
