import { ServiceError } from '../../ServiceError';
import type { DialOrder } from './DialOrder';

/** Why the number was not dialed, although the PBX was asked to. */
export type Obstacle =
	| 'noAnswer'
	| 'busy'
	| 'declined'
	| 'unknownPhone'
	| 'failed'
	| 'notReached'
	| 'unknownNumber'
	| 'notPermitted'
	| 'refused'
	| 'cancelled';

interface Texts {
	readonly what: (order: DialOrder) => string;
	readonly fix: string;
}

const TEXTS: Readonly<Record<Obstacle, Texts>> = {
	noAnswer: {
		what: ({ extension }) => `Extension ${extension} did not answer.`,
		fix: "Try again when the rep is at the phone, or give it more time in 'Ring For (Seconds)'.",
	},
	busy: {
		what: ({ extension }) => `Extension ${extension} is busy.`,
		fix: "Try again when the rep's call is over.",
	},
	declined: {
		what: ({ extension }) => `Extension ${extension} declined the call.`,
		fix: 'Try again when the rep is ready; a phone set to Do Not Disturb declines by itself.',
	},
	unknownPhone: {
		what: ({ extension }) => `The PBX cannot ring extension ${extension}.`,
		fix: "Check 'Extension of Rep', 'Ring Through' and 'Dialplan Context', and that the phone is registered with the PBX.",
	},
	failed: {
		what: ({ extension }) => `The PBX could not get through to extension ${extension}.`,
		fix: 'Check the phone and its connection to the PBX, and try again.',
	},
	notReached: {
		what: ({ extension }) =>
			`Extension ${extension} is busy, declined the call or cannot be rung: the call ended before it was answered.`,
		fix: "Try again when the rep is ready. If it stays so, check 'Extension of Rep', 'Ring Through' and 'Dialplan Context', and that the phone is registered with the PBX.",
	},
	unknownNumber: {
		what: ({ context, number }) => `The dialplan context '${context}' has no way to dial ${number}.`,
		fix: "Check 'Dialplan Context', and that an extension of it fits 'Number to Call' as it is written here.",
	},
	notPermitted: {
		what: () => 'The PBX does not let the user of the PBX credential place calls.',
		fix: "Give the user of the credential the right to place calls, in the PBX's own settings.",
	},
	refused: {
		what: () => 'The PBX refused to place the call.',
		fix: "Look into the PBX's own log.",
	},
	cancelled: {
		what: () => 'The execution was cancelled before the PBX was asked.',
		fix: 'Run it again when you want the call.',
	},
};

/** Found out before any phone rang. */
const SILENT: ReadonlySet<Obstacle> = new Set(['unknownNumber', 'notPermitted', 'refused', 'cancelled']);

/**
 * The number was not dialed, for a reason that is known. `detail` is the PBX's own word for it, safe to show; `fix` is what
 * to do in this PBX, where it differs.
 */
export function notDialed(
	obstacle: Obstacle,
	order: DialOrder,
	{ detail, fix }: { readonly detail?: string | undefined; readonly fix?: string } = {},
): ServiceError {
	const texts = TEXTS[obstacle];
	const sentence = texts.what(order);
	const told = detail === undefined ? sentence : sentence.replace(/\.$/, ` (${detail}).`);
	const end = SILENT.has(obstacle) ? 'No phone rang.' : `${order.number} was not dialed.`;
	return new ServiceError(
		{ code: `dial.${obstacle}`, what: `${told} ${end}`, fix: fix ?? texts.fix },
		{ mayBeDone: false },
	);
}

/** Nobody knows what became of the order once it was sent. `because` is a sentence; `id` is the one the call would have. */
export function mayBeDialed(because: string, order: DialOrder, id: string, cause?: unknown): ServiceError {
	return new ServiceError(
		{
			code: 'dial.leftOpen',
			what: `${because} The call of extension ${order.extension} to ${order.number} may have been placed.`,
			fix: `Ask the rep, or look for '${id}' in the PBX's list of channels or calls, before you place it again; it is not repeated by itself.`,
		},
		{ mayBeDone: true, cause },
	);
}

/** What a Q.850 cause says of a phone that was not reached. `rang`: it rang. */
export function obstacleOf(cause: number, rang: boolean): Obstacle {
	switch (cause) {
		case 17:
			return 'busy';
		case 21:
			return 'declined';
		case 18:
		case 19:
			return 'noAnswer';
		case 0:
		case 1:
		case 2:
		case 3:
		case 20:
		case 27:
		case 28:
			return rang ? 'noAnswer' : 'unknownPhone';
		case 16:
			return rang ? 'noAnswer' : 'failed';
		default:
			return 'failed';
	}
}
