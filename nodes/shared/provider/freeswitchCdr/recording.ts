import type { Recording } from '../../call-event/CallEvent';
import { wholeSeconds } from '../../call-event/units';
import { urlPart } from '../../urlPart';
import { textOf } from '../payload';
import type { CallLeg } from './CallLeg';
import type { FreeswitchSettings } from './FreeswitchSettings';

const RECORDERS: ReadonlySet<string> = new Set(['record_session', 'record']);

/** No file system has longer ones; what is longer is not looked through. */
const LONGEST_PATH = 4_096;

/** The file an application recorded into; behind it may stand limits, behind a space and a plus or a digit. */
function recordedByApplication(leg: CallLeg): string | undefined {
	const last = leg.applications.findLast(({ app_name: name }) => RECORDERS.has(textOf(name) ?? ''));
	const data = textOf(last?.app_data);
	if (data === undefined || data.length > LONGEST_PATH) return undefined;
	return data.replace(/^\{[^}]*\}/, '').replace(/\s+\+?\d[\d\s]*$/, '');
}

/** Dialplans that record on their own leave folder and name in two variables. */
function recordedByDialplan(leg: CallLeg): string | undefined {
	const folder = leg.variable('record_path');
	const name = leg.variable('record_name');
	return folder === undefined || name === undefined ? undefined : `${folder}/${name}`;
}

/** The recording of a leg, where it lies on the PBX or, with the admin's template, where it is served; else undefined. */
export function recordingOf(
	leg: CallLeg,
	{ recordingUrl }: FreeswitchSettings,
): Partial<Recording> | undefined {
	const path = recordedByApplication(leg) ?? recordedByDialplan(leg);
	if (path === undefined) return undefined;
	const file = path.slice(path.lastIndexOf('/') + 1);
	const values: Readonly<Record<string, string>> = {
		path: path.split('/').map(urlPart).join('/'),
		file: urlPart(file),
		uuid: urlPart(leg.uuid ?? ''),
	};
	const dot = file.lastIndexOf('.');
	return {
		url: recordingUrl?.replace(/\{(path|file|uuid)\}/g, (_, name: string) => values[name] ?? '') ?? path,
		seconds: wholeSeconds(leg.variable('record_seconds')) ?? null,
		...(dot > 0 ? { format: file.slice(dot + 1).toLowerCase() } : {}),
	};
}
