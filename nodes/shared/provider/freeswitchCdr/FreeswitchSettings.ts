import { headerName } from '../generic/verification';
import type { ProviderParameters } from '../ProviderParameters';
import type { TokenPlace } from '../verify/fixedToken';

export interface FreeswitchSettings {
	/** Where the secret is; undefined lets nobody in. */
	readonly place: TokenPlace | undefined;
	/** The dialplan contexts in which calls from outside arrive, in lower case. */
	readonly inboundContexts: ReadonlySet<string>;
	/** Where recordings are served, with `{path}`, `{file}` and `{uuid}`; undefined: nowhere. */
	readonly recordingUrl: string | undefined;
	/** Whether the records of single legs that FreeSWITCH dialed are events too. */
	readonly legEvents: boolean;
}

const PLACEHOLDER = /\{(?:path|file|uuid)\}/;

function place(parameters: ProviderParameters): TokenPlace | undefined {
	const kind = parameters.choice('cdrAuthorization', ['basicPassword', 'header'], 'basicPassword');
	if (kind === 'basicPassword') return { kind };
	const header = headerName(parameters, 'cdrHeader', 'X-Webhook-Key');
	return header === '' ? undefined : { kind, header };
}

function recordingUrl(parameters: ProviderParameters): string | undefined {
	const template = parameters.text('recordingUrl');
	if (template === '') return undefined;
	const isAddress = /^https?:\/\//i.test(template) && URL.canParse(template.replace(/[{}]/g, ''));
	if (isAddress && PLACEHOLDER.test(template)) return template;
	return parameters.fault(
		'recordingUrl',
		isAddress ? 'has no {file}, {path} or {uuid}, so every call would have the same' : 'is not a web address',
		'Write it like https://pbx.example.com/recordings/{file}.',
		undefined,
	);
}

/** Reads the provider's own fields of the trigger; what is wrong with them is noted in `parameters.faults`. */
export function readFreeswitchSettings(parameters: ProviderParameters): FreeswitchSettings {
	const contexts = parameters.text('inboundContexts').toLowerCase() || 'public';
	return {
		place: place(parameters),
		inboundContexts: new Set(contexts.split(/[\s,]+/).filter((context) => context !== '')),
		recordingUrl: recordingUrl(parameters),
		legEvents: parameters.truth('options.legEvents', false),
	};
}
