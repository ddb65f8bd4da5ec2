import { phoneNumber } from '../shared/call-event/phoneNumber';
import { readFlowInputs } from '../shared/host/flowInputs';
import type { ItemParameters } from '../shared/host/ItemParameters';
import { ID_PREFIXES } from '../shared/host/lists/routingPickers';
import { executeOmniFlow } from '../shared/salesforce/executeOmniFlow';
import { routeVoiceCall } from '../shared/salesforce/routeVoiceCall';
import type { Fault } from '../shared/problem';
import type { Routing, SyncSettings } from '../shared/sync/settings';

/** One of the choices of a field; the first of them when nothing is chosen. */
function choice<Choice extends string>(
	parameters: ItemParameters,
	name: string,
	choices: readonly [Choice, ...Choice[]],
): Choice {
	const value = parameters.text(name) ?? choices[0];
	const chosen = choices.find((known) => known === value);
	if (chosen !== undefined) return chosen;
	const fix = 'Choose one from the list.';
	parameters.faults.push({ field: name.split('.').at(-1) ?? name, what: 'is none of the choices', fix });
	return choices[0];
}

/** What was entered for another routing stays in a saved workflow; it is not sent then. */
function readRouting(parameters: ItemParameters): Routing | undefined {
	switch (choice(parameters, 'routing', ['none', 'route', 'omniFlow'])) {
		case 'none':
			return undefined;
		case 'route': {
			const routeTo = parameters.text('routeTo');
			const isFlow = routeTo === 'flow';
			return {
				kind: 'route',
				fields: {
					routeTo,
					routingTarget: parameters.chosen('routingTarget', ID_PREFIXES[routeTo ?? '']),
					fallbackQueue: isFlow ? parameters.chosen('fallbackQueue', ID_PREFIXES.queue) : undefined,
					flowInputParameters: isFlow ? readFlowInputs(parameters) : undefined,
					form: parameters.text('options.requestForm'),
				},
			};
		}
		case 'omniFlow': {
			const dialedNumber = parameters.chosen('dialedNumber');
			return {
				kind: 'executeOmniFlow',
				fields: {
					dialedNumber: dialedNumber && phoneNumber(dialedNumber),
					flowDevName: parameters.chosen('flowDevName'),
					fallbackQueue: parameters.chosen('fallbackQueue', ID_PREFIXES.queue),
					flowInputParameters: readFlowInputs(parameters),
				},
			};
		}
	}
}

/** Reads how calls are to be kept in step; what cannot be read is noted in `parameters.faults`. */
export function readSettings(parameters: ItemParameters): SyncSettings {
	return {
		routing: readRouting(parameters),
		routeWhen: choice(parameters, 'routeWhen', ['queued', 'ringing']),
		recordOutbound: parameters.flag('options.recordOutbound') ?? false,
		unknownDirection: choice(parameters, 'options.unknownDirection', ['inbound', 'outbound']),
		calledNumber: parameters.text('options.calledNumber'),
		agentUsername: choice(parameters, 'options.agentUsername', ['none', 'email', 'id']),
	};
}

/** All that is wrong with the routing, whatever call it is for. */
export function checkRouting({ routing }: SyncSettings): Fault[] {
	// The call, and the number that was called unless it is entered, are known only with its events.
	const callId = 'any';
	switch (routing?.kind) {
		case undefined:
			return [];
		case 'route':
			return routeVoiceCall.check({ ...routing.fields, callId });
		case 'executeOmniFlow': {
			const dialedNumber = routing.fields.dialedNumber ?? '000';
			return executeOmniFlow.check({ ...routing.fields, callId, dialedNumber });
		}
	}
}
