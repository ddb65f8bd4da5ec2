import type { ITriggerFunctions } from 'n8n-workflow';
import type { EventType } from '../shared/call-event/eventTypes';
import { InvalidItemError } from '../shared/host/InvalidItemError';
import { labelsOf } from '../shared/host/labels';
import { readTriggerOn } from '../shared/host/triggerOn';
import { PBX_TYPES, type PbxType } from '../shared/pbx/credential';
import { listed, unfitDialPatterns } from '../shared/pbx/patterns';
import { PBX_DEFAULTS, type PbxOptions, type PbxSettings, pbxSettings } from '../shared/pbx/PbxSettings';
import { isRecordingAddress, RECORDING_PLACEHOLDERS } from '../shared/pbx/recordingUrl';
import { ProviderParameters } from '../shared/provider/ProviderParameters';
import { pbxTriggerFields } from './fields/pbxTriggerFields';

/** The trigger's parameters, read once when it starts. */
export interface PbxTriggerSettings {
	readonly source: PbxType;
	readonly triggerOn: ReadonlySet<EventType>;
	readonly includeRaw: boolean;
	readonly pbx: PbxSettings;
}

const USUAL_NAME: Readonly<Record<PbxType, string>> = {
	asteriskAmi: PBX_DEFAULTS.pbxName,
	asteriskAri: PBX_DEFAULTS.pbxName,
	freeswitch: 'freeswitch',
};

function readPbxName(parameters: ProviderParameters, source: PbxType): string {
	const name = parameters.text('pbxName');
	if (/^[A-Za-z0-9_.-]{1,40}$/.test(name)) return name;
	return parameters.fault(
		'pbxName',
		name === '' ? 'is empty' : 'cannot stand in an ID',
		'Use up to 40 letters, digits, points, dashes and underscores.',
		USUAL_NAME[source],
	);
}

/** `where` tells a field of a collection from one outside it that has the same label. */
function readPatterns(parameters: ProviderParameters, name: string, where = ''): string[] {
	const patterns = listed(parameters.text(name));
	const [unfit] = unfitDialPatterns(patterns);
	if (unfit === undefined) return patterns;
	return parameters.fault(
		name,
		`${where}holds '${unfit.slice(0, 40)}', which is no number and no pattern`,
		'Divide numbers and patterns by commas. X is any digit, Z one from 1, N one from 2, [2-5] one of these, a point at the end anything more.',
		[],
	);
}

function readRecordingUrl(parameters: ProviderParameters): string {
	const template = parameters.text('recordingUrl');
	if (template === '' || isRecordingAddress(template)) return template;
	return parameters.fault(
		'recordingUrl',
		'is not a web address that tells recordings apart',
		`Start it with https:// and put one of these where the recordings differ: ${RECORDING_PLACEHOLDERS.map((name) => `{${name}}`).join(', ')}.`,
		'',
	);
}

function readRecordingVariable(parameters: ProviderParameters): string {
	const name = parameters.text('recordingVariable');
	// Not there for FreeSWITCH.
	if (name === '') return PBX_DEFAULTS.recordingVariable;
	if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
	return parameters.fault(
		'recordingVariable',
		'is not the name of a channel variable',
		`Enter it without '\${' and '}', such as ${PBX_DEFAULTS.recordingVariable}.`,
		PBX_DEFAULTS.recordingVariable,
	);
}

function readOptions(parameters: ProviderParameters, source: PbxType): PbxOptions {
	const list = (name: string) => listed(parameters.text(name));
	const trunks = list('trunks');
	const inboundContexts = list('inboundContexts');
	if (trunks.length === 0 && inboundContexts.length === 0) {
		parameters.fault(
			'inboundContexts',
			"is empty and so is 'Trunks', so that no call could be known to come from outside",
			'Enter the dialplan contexts in which calls from outside arrive.',
			null,
		);
	}
	return {
		pbxName: readPbxName(parameters, source),
		trunks,
		inboundContexts,
		extensions: readPatterns(parameters, 'extensions'),
		internationalDigits: parameters.truth('internationalDigits', false),
		recordingVariable: readRecordingVariable(parameters),
		recordingUrl: readRecordingUrl(parameters),
		zone: parameters.zone,
		only: {
			contexts: list('only.contexts'),
			trunks: list('only.trunks'),
			extensions: readPatterns(parameters, 'only.extensions', "under 'Only' "),
			queues: list('only.queues'),
		},
	};
}

/** Reads the parameters. Throws an InvalidItemError that tells everything that is wrong with them. */
export function readSettings(
	context: Pick<ITriggerFunctions, 'getNodeParameter' | 'getTimezone'>,
): PbxTriggerSettings {
	// Null as the fallback: with undefined n8n throws for a parameter that is not saved.
	const read = (name: string): unknown => context.getNodeParameter(name, null);
	const parameters = new ProviderParameters(read, context.getTimezone());
	const source = parameters.choice('source', PBX_TYPES, 'asteriskAmi');
	const settings: PbxTriggerSettings = {
		source,
		triggerOn: readTriggerOn(parameters),
		includeRaw: parameters.truth('options.includeRaw', false),
		pbx: pbxSettings(readOptions(parameters, source)),
	};
	if (parameters.faults.length > 0) {
		throw new InvalidItemError(parameters.faults, labelsOf(pbxTriggerFields));
	}
	return settings;
}
