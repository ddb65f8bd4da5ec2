import { beginningWith, dialing, type Matcher, named } from './patterns';

/** What an admin tells of a PBX that it does not tell itself; lists may be empty. */
export interface PbxOptions {
	/** Tells this PBX from others; it stands in front of every id. */
	readonly pbxName: string;
	/** Beginnings of the names of channels that lead outside, such as `PJSIP/provider`. */
	readonly trunks: readonly string[];
	/** Dial plan contexts in which calls from outside arrive; a star at the end stands for anything. */
	readonly inboundContexts: readonly string[];
	/** Dial plan patterns of the extensions; when there is none, up to six digits are one. */
	readonly extensions: readonly string[];
	/** Numbers come with their country but without a plus. */
	readonly internationalDigits: boolean;
	/** The channel variable that holds a recording's file, MIXMONITOR_FILENAME as a rule. */
	readonly recordingVariable: string;
	/** Where recordings are served, with `{path}`, `{file}`, `{basename}`, `{callId}`, `{date}`; empty: nowhere. */
	readonly recordingUrl: string;
	/** The IANA zone of the `{date}` in it. */
	readonly zone: string;
	/** Only these calls are told of; an empty list leaves none out. */
	readonly only: {
		readonly contexts: readonly string[];
		readonly trunks: readonly string[];
		readonly extensions: readonly string[];
		readonly queues: readonly string[];
	};
}

/** What lets a call pass; undefined lets every call pass. */
export interface CallFilter {
	readonly context: Matcher | undefined;
	readonly trunk: Matcher | undefined;
	readonly extension: Matcher | undefined;
	readonly queue: Matcher | undefined;
}

export interface PbxSettings {
	readonly pbxName: string;
	/** Whether a channel leads outside, by its name; undefined: nobody said. */
	readonly isTrunk: Matcher | undefined;
	readonly isInboundContext: Matcher | undefined;
	readonly isExtension: Matcher;
	readonly internationalDigits: boolean;
	readonly recordingVariable: string;
	readonly recordingUrl: string | undefined;
	readonly zone: string;
	readonly filter: CallFilter;
}

export const PBX_DEFAULTS: PbxOptions = {
	pbxName: 'asterisk',
	trunks: [],
	inboundContexts: [],
	extensions: [],
	internationalDigits: false,
	recordingVariable: 'MIXMONITOR_FILENAME',
	recordingUrl: '',
	zone: 'utc',
	only: { contexts: [], trunks: [], extensions: [], queues: [] },
};

const SHORT_NUMBER: Matcher = (number) => /^\d{1,6}$/.test(number);

function unless<Kind>(list: readonly string[], make: (list: readonly string[]) => Kind): Kind | undefined {
	return list.length === 0 ? undefined : make(list);
}

/** The options as they are asked while calls go on. */
export function pbxSettings(options: PbxOptions): PbxSettings {
	const { only } = options;
	return {
		pbxName: options.pbxName,
		isTrunk: unless(options.trunks, beginningWith),
		isInboundContext: unless(options.inboundContexts, named),
		isExtension: unless(options.extensions, dialing) ?? SHORT_NUMBER,
		internationalDigits: options.internationalDigits,
		recordingVariable: options.recordingVariable.toUpperCase(),
		recordingUrl: options.recordingUrl === '' ? undefined : options.recordingUrl,
		zone: options.zone,
		filter: {
			context: unless(only.contexts, named),
			trunk: unless(only.trunks, beginningWith),
			extension: unless(only.extensions, dialing),
			queue: unless(only.queues, named),
		},
	};
}
