import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { DateTime } from 'luxon';
import type { CallEvent } from '../shared/call-event/CallEvent';
import { pbxLookupFor } from '../shared/host/pbxEgress';
import { triggerError } from '../shared/host/triggerError';
import { isRecord } from '../shared/isRecord';
import {
	PBX_TYPE_LABELS,
	type PbxCredential,
	type PbxType,
	readPbxCredential,
} from '../shared/pbx/credential';
import { PatientSource } from '../shared/pbx/PatientSource';
import type { PbxLinkState } from '../shared/pbx/PbxLink';
import { ProblemError } from '../shared/problem';
import { Emitter } from './Emitter';
import { beginExecution } from './executions';
import { logState } from './logState';
import { OpenCalls } from './OpenCalls';
import { openSource } from './openSource';
import { type PbxTriggerSettings, readSettings } from './settings';

async function readCredential(
	context: ITriggerFunctions,
	{ source }: PbxTriggerSettings,
): Promise<PbxCredential> {
	const credential = readPbxCredential(await context.getCredentials<Record<string, unknown>>('pbxApi'));
	if (credential.type === source) return credential;
	const [wanted, found] = [PBX_TYPE_LABELS[source], PBX_TYPE_LABELS[credential.type]];
	throw new ProblemError({
		code: 'pbxTrigger.otherType',
		what: `'Source' is ${wanted}, but the 'Type' of the PBX credential is ${found}.`,
		fix: `Choose a credential of the type ${wanted}, or set 'Source' to ${found}.`,
	});
}

/** Of a chosen type, and with what the PBX sent only where that is wanted. */
function wantedEvents(
	events: readonly CallEvent[],
	{ triggerOn, includeRaw }: PbxTriggerSettings,
): CallEvent[] {
	return events
		.filter(({ eventType }) => triggerOn.has(eventType))
		.map((event) => ({ ...event, raw: includeRaw ? event.raw : null }));
}

/** What the events of each source call it. */
const SOURCES: Readonly<Record<PbxType, CallEvent['source']>> = {
	asteriskAmi: 'asterisk-ami',
	asteriskAri: 'asterisk-ari',
	freeswitch: 'freeswitch',
};

/** A part of the node's static data. */
function keptIn(context: ITriggerFunctions): Record<string, unknown> {
	const data: Record<string, unknown> = context.getWorkflowStaticData('node');
	if (!isRecord(data.openCalls)) data.openCalls = {};
	return data.openCalls as Record<string, unknown>;
}

function make(
	context: ITriggerFunctions,
	settings: PbxTriggerSettings,
	credential: PbxCredential,
): { readonly source: PatientSource; readonly emitter: Emitter<CallEvent> | undefined } {
	const node = context.getNode();
	const isTest = context.getMode() === 'manual';
	// In the editor only the first happening is shown.
	const emitter = isTest
		? undefined
		: new Emitter<CallEvent>({
				begin: async (events) => await beginExecution(context, events),
				keyOf: ({ callId }) => callId ?? undefined,
			});
	const onState = (state: PbxLinkState) => {
		logState(context.logger, node.name, state);
		if (state.kind === 'failed') {
			context.emitError(triggerError(node, state.fault, context.getActivationMode()));
		}
	};
	const openCalls = isTest ? undefined : new OpenCalls(keptIn(context));
	const send = async (all: readonly CallEvent[]) => {
		const events = wantedEvents(all, settings);
		if (emitter) await emitter.push(events);
		else if (events.length > 0) context.emit([events.map((json) => ({ json }))]);
	};
	let isListed = false;
	const source = openSource(credential, {
		pbx: settings.pbx,
		lookup: pbxLookupFor(context),
		// While somebody listens in the editor, the active workflow goes on.
		ownName: `${context.getWorkflow().id ?? 'workflow'}-${node.id}${isTest ? '-test' : ''}`,
		onState,
		async emit(all) {
			openCalls?.follow(all);
			await send(all);
		},
		async onListed(knows) {
			// From then on the source itself tells of every end.
			if (isListed || !openCalls) return;
			isListed = true;
			const here = { source: SOURCES[settings.source], sourceAccountId: settings.pbx.pbxName };
			await send(openCalls.endings(here, knows, DateTime.utc()));
		},
	});
	return { source: new PatientSource(source, { onState }), emitter };
}

/**
 * Connects to the PBX and starts executions for what it reports. Throws n8n's error class when that can never work, or
 * when the PBX is away while somebody activates the workflow. When n8n starts, nobody is there, and n8n itself tries five
 * times within 15 s; then the trigger goes on trying.
 */
export async function startTrigger(context: ITriggerFunctions): Promise<ITriggerResponse> {
	const mode = context.getActivationMode();
	const inWords = (error: unknown) => triggerError(context.getNode(), error, mode);
	try {
		const settings = readSettings(context);
		const { source, emitter } = make(context, settings, await readCredential(context, settings));
		const closeFunction = async () => {
			await source.close();
			emitter?.close();
		};
		if (context.getMode() === 'manual') {
			const manualTriggerFunction = async () => {
				try {
					await source.start();
				} catch (error) {
					throw inWords(error);
				}
			};
			return { closeFunction, manualTriggerFunction };
		}
		if (mode === 'init' || mode === 'leadershipChange') await source.startPatiently();
		else await source.start();
		return { closeFunction };
	} catch (error) {
		throw inWords(error);
	}
}
