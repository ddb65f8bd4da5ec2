import type { ItemParameters } from '../../shared/host/ItemParameters';
import type { PbxRequest } from '../../shared/host/pbxItems';
import { ProblemError } from '../../shared/problem';
import { ServiceError } from '../../shared/ServiceError';
import { checkDial, type DialOrder, withoutSeparators } from '../../shared/pbx/dial/DialOrder';
import { alreadyPlaced, ONLY_ONCE_LABELS, type OpenStore, placeOnce, readOnlyOnce } from './onlyOncePer';

const DEFAULT_RING_S = 30;

/** What is not a ServiceError was found out before anything was sent; of what is none of ours nobody knows. */
function mayBePlaced(error: unknown): boolean {
	return error instanceof ServiceError ? error.mayBeDone : !(error instanceof ProblemError);
}

function readOrder(parameters: ItemParameters): DialOrder {
	return {
		extension: parameters.text('extension') ?? '',
		ringThrough: parameters.text('ringThrough') ?? 'dialPlan',
		number: withoutSeparators(parameters.text('numberToCall') ?? ''),
		context: parameters.text('dialContext') ?? '',
		callerId: withoutSeparators(parameters.text('options.callerId') ?? ''),
		accountCode: parameters.text('options.accountCode') ?? '',
		ringSeconds: parameters.wholeNumber('options.ringSeconds') ?? DEFAULT_RING_S,
	};
}

function readPbxName(parameters: ItemParameters): string | undefined {
	const name = parameters.text('options.pbxName');
	if (name === undefined || /^[A-Za-z0-9_.-]{1,40}$/.test(name)) return name;
	const fix = 'Enter it as it stands in the PBX Trigger.';
	parameters.faults.push({ field: 'pbxName', what: 'cannot stand in an ID', fix });
	return undefined;
}

/** Dial From PBX. n8n works out no expression in the context and in what is rung: their fields take none. */
export function dialFromPbxRequest(parameters: ItemParameters, openStore: OpenStore): PbxRequest {
	const order = readOrder(parameters);
	const pbxName = readPbxName(parameters);
	const once = readOnlyOnce(parameters, openStore);
	return {
		// One after the other: a PBX rings as many phones at once as it is asked to.
		orderKey: 'PBX',
		labels: ONLY_ONCE_LABELS,
		repeat: 'onlyIfUnsent',
		check: () => checkDial(order),
		send: async ({ dialer, place, usualName, signal, watch }) => {
			const dial = async () => {
				const begun = performance.now();
				const told = await dialer.dial(order, signal);
				const durationMs = Math.round(performance.now() - begun);
				watch?.({ service: 'pbx', purpose: 'dial', attempt: 1, durationMs });
				return told;
			};
			const id = once ? await placeOnce(once, `pbx ${place}`, dial, mayBePlaced) : await dial();
			if (id === undefined) return alreadyPlaced(once);
			return {
				placed: true,
				callId: `${pbxName ?? usualName}-${id}`,
				pbxCallId: id,
				extension: order.extension,
				to: order.number,
			};
		},
	};
}
