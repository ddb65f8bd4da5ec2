import type { PbxPlace } from '../PbxFault';
import type { EslPacket } from './EslPacket';
import { FreeswitchFault } from './FreeswitchFault';

interface Pending {
	readonly timer: NodeJS.Timeout;
	resolve(packet: EslPacket): void;
	reject(fault: FreeswitchFault): void;
}

/** The commands that wait for their answers, which FreeSWITCH gives in the order of the commands. */
export class PendingCommands {
	private readonly place: PbxPlace;

	/** One that came too late would be taken for the next one's: whoever waits in vain ends the connection. */
	private readonly onTimeout: (fault: FreeswitchFault) => void;

	private readonly pending: Pending[] = [];

	constructor(place: PbxPlace, onTimeout: (fault: FreeswitchFault) => void) {
		this.place = place;
		this.onTimeout = onTimeout;
	}

	/** The answer to the command that is sent now. Rejects with a FreeswitchFault. */
	async answer(name: string, limitMs: number): Promise<EslPacket> {
		return await new Promise<EslPacket>((resolve, reject) => {
			const timer = setTimeout(
				() => this.onTimeout(new FreeswitchFault('answerTimeout', this.place, { detail: name })),
				limitMs,
			);
			this.pending.push({ timer, resolve, reject });
		});
	}

	/** Gives an answer to whoever waits for it; false when nobody does. */
	take(packet: EslPacket): boolean {
		const pending = this.pending.shift();
		clearTimeout(pending?.timer);
		pending?.resolve(packet);
		return pending !== undefined;
	}

	/** Nothing will be answered any more. */
	refuseAll(fault: FreeswitchFault): void {
		for (const pending of this.pending.splice(0)) {
			clearTimeout(pending.timer);
			pending.reject(fault);
		}
	}
}
