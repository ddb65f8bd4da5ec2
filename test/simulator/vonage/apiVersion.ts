import type { VonageSettings } from './settings.ts';

/** Versions that brought the fields of a call (section 1 of the Calls API reference). */
export const FIELD_VERSIONS = {
	'from.presentedCLID': 2,
	regarding: 4,
	application: 5,
	'from.consent': 6,
	'to.consent': 6,
} as const;

/** The version a request asks for, or what is wrong with it. */
export function readVersion(
	headers: Record<string, string>,
	settings: VonageSettings,
): { version: number } | { complaint: string } {
	const types = (headers['accept'] ?? '*/*').split(',').map(readMediaType);
	const json = types.find(({ type }) => type === 'application/json');
	if (json === undefined && !types.some(({ type }) => type === '*/*' || type === 'application/*')) {
		return { complaint: 'Accept must be application/json' };
	}
	const fromContentType =
		settings.versionInContentType === 'read'
			? readMediaType(headers['content-type'] ?? '').version
			: undefined;
	const named = json?.version ?? fromContentType;
	if (named === undefined) return { version: settings.defaultVersion };
	// The seed has "version=1.1" where it means the second version.
	const version = named === '1.1' ? '2' : named;
	return /^[1-6]$/.test(version)
		? { version: Number(version) }
		: { complaint: `there is no version ${named} of the API` };
}

function readMediaType(text: string): { type: string; version: string | undefined } {
	const [type = '', ...parameters] = text.split(';').map((part) => part.trim());
	const version = parameters.find((parameter) => /^version=/i.test(parameter));
	return { type: type.toLowerCase(), version: version?.slice('version='.length) };
}
