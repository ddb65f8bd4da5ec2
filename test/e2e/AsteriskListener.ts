import type { CallEvent } from '../../nodes/shared/call-event/CallEvent';
import type { AmiSettings } from '../../nodes/shared/pbx/asterisk/ami/AmiSettings';
import { AmiSource } from '../../nodes/shared/pbx/asterisk/ami/AmiSource';
import type { AriSettings } from '../../nodes/shared/pbx/asterisk/ari/AriSettings';
import { AriSource } from '../../nodes/shared/pbx/asterisk/ari/AriSource';
import type { PbxLinkState } from '../../nodes/shared/pbx/PbxLink';
import { pbxSettings } from '../../nodes/shared/pbx/PbxSettings';
import type { PbxSource, PbxSourceOptions } from '../../nodes/shared/pbx/PbxSource';
import type { PbxTiming } from '../../nodes/shared/pbx/PbxTiming';
import { RIG_OPTIONS } from '../fixtures/pbx/recordings.ts';
import type { Asterisk } from '../rigs/asterisk/Asterisk.ts';

/** Listens to a real Asterisk as the PBX Trigger does, and keeps what it is told. */
export class AsteriskListener {
	readonly events: CallEvent[] = [];

	readonly states: PbxLinkState[] = [];

	readonly #asterisk: Asterisk;

	readonly #sources: PbxSource[] = [];

	constructor(asterisk: Asterisk) {
		this.#asterisk = asterisk;
	}

	/** Those by which a call is over. */
	get endings(): CallEvent[] {
		return this.events.filter(({ eventType }) => eventType === 'ended' || eventType === 'missed');
	}

	has(type: CallEvent['eventType']): boolean {
		return this.events.some(({ eventType }) => eventType === type);
	}

	/** Listens by the manager interface. Throws an AmiFault. */
	async listenByAmi(changes: Partial<AmiSettings> = {}, timing: Partial<PbxTiming> = {}): Promise<PbxSource> {
		const settings = {
			host: '127.0.0.1',
			port: this.#asterisk.amiPort,
			user: 'n8n',
			secret: this.#asterisk.secret,
			events: 'call,agent,dialplan',
			...changes,
		};
		return await this.#start(new AmiSource({ settings, ...this.#options(timing) }));
	}

	/** Listens by the REST interface. Throws an AriFault. */
	async listenByAri(changes: Partial<AriSettings> = {}, timing: Partial<PbxTiming> = {}): Promise<PbxSource> {
		const settings = { ...this.ariSettings, ...changes };
		return await this.#start(new AriSource({ settings, ...this.#options(timing) }));
	}

	get ariSettings(): AriSettings {
		return {
			baseUrl: `http://127.0.0.1:${this.#asterisk.httpPort}`,
			user: 'n8n',
			secret: this.#asterisk.secret,
			applicationName: 'n8n-workflow-node',
		};
	}

	#options(timing: Partial<PbxTiming>): PbxSourceOptions {
		return {
			pbx: pbxSettings(RIG_OPTIONS),
			emit: (events) => void this.events.push(...events),
			onState: (state) => void this.states.push(state),
			timing,
		};
	}

	async #start(source: PbxSource): Promise<PbxSource> {
		this.#sources.push(source);
		await source.start();
		return source;
	}

	async close(): Promise<void> {
		await Promise.all(this.#sources.splice(0).map(async (source) => await source.close()));
	}
}
