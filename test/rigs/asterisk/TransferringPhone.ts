import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../until.ts';

/** One call of the phone, as SIP tells it from others. */
interface Dialog {
	readonly callId: string;
	/** With its tag. */
	readonly us: string;
	readonly them: string;
	/** Where requests of ours go. */
	readonly target: string;
}

function header(message: string, name: string): string {
	return new RegExp(`^${name}: *(.*)\r$`, 'im').exec(message)?.[1] ?? '';
}

function headers(message: string, name: string): string[] {
	return [...message.matchAll(new RegExp(`^${name}: *(.*)\r$`, 'gim'))].map(([, value = '']) => value);
}

function tagOf(party: string): string {
	return /;tag=([^;]+)/.exec(party)?.[1] ?? '';
}

function uriOf(contact: string): string {
	return /<([^>]+)>/.exec(contact)?.[1] ?? '';
}

/**
 * A desk phone that takes a call, asks somebody in a second call, and then joins the two by REFER with Replaces (RFC 3891),
 * as desk phones do. It takes part in two dialogs at once, which SIPp cannot.
 */
export class TransferringPhone {
	private readonly extension: string;

	private readonly pbxPort: number;

	private readonly socket: Socket = createSocket('udp4');

	private port = 0;

	private taken: Dialog | undefined;

	private asked: Dialog | undefined;

	private isOver = false;

	private branches = 0;

	private constructor(extension: string, pbxPort: number) {
		this.extension = extension;
		this.pbxPort = pbxPort;
		this.socket.on('message', (data) => this.receive(data.toString()));
	}

	static async listen(extension: string, port: number, pbxPort: number): Promise<TransferringPhone> {
		const phone = new TransferringPhone(extension, pbxPort);
		phone.socket.bind(port, '127.0.0.1');
		await once(phone.socket, 'listening');
		phone.port = port;
		return phone;
	}

	/** Takes the call that comes, asks `number` a second later, and a second after the answer hands the call over. */
	async transferTo(number: string): Promise<void> {
		try {
			await until('a call came to the phone', () => this.taken, { limitMs: 20_000 });
			await sleep(1_000);
			this.ask(number);
			await until('the other has answered', () => this.asked, { limitMs: 20_000 });
			await sleep(1_000);
			this.join();
			await until('the PBX has taken the call over', () => this.isOver, { limitMs: 20_000 });
			// Or Asterisk waits a minute for it, and then sends its own to whoever has this port.
			if (this.taken) this.request('BYE', this.taken.target, this.taken, '11', []);
			await sleep(300);
		} finally {
			this.socket.close();
		}
	}

	private get contact(): string {
		return `<sip:${this.extension}@127.0.0.1:${this.port}>`;
	}

	private get sdp(): string {
		const lines = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
		return [...lines, 'm=audio 6000 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000', ''].join('\r\n');
	}

	private send(lines: readonly string[], body = ''): void {
		const type = body === '' ? [] : ['Content-Type: application/sdp'];
		const text = [...lines, ...type, `Content-Length: ${body.length}`, '', body].join('\r\n');
		this.socket.send(text, this.pbxPort, '127.0.0.1');
	}

	private request(
		method: string,
		uri: string,
		dialog: Omit<Dialog, 'target'>,
		cseq: string,
		more: string[],
		body = '',
	): void {
		this.branches += 1;
		this.send(
			[
				`${method} ${uri} SIP/2.0`,
				`Via: SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK-phone-${this.port}-${this.branches}`,
				`From: ${dialog.us}`,
				`To: ${dialog.them}`,
				`Call-ID: ${dialog.callId}`,
				`CSeq: ${cseq} ${method}`,
				`Contact: ${this.contact}`,
				'Max-Forwards: 70',
				...more,
			],
			body,
		);
	}

	private reply(request: string, status: string, to = header(request, 'To'), body = ''): void {
		this.send(
			[
				`SIP/2.0 ${status}`,
				...headers(request, 'Via').map((via) => `Via: ${via}`),
				`From: ${header(request, 'From')}`,
				`To: ${to}`,
				`Call-ID: ${header(request, 'Call-ID')}`,
				`CSeq: ${header(request, 'CSeq')}`,
				`Contact: ${this.contact}`,
			],
			body,
		);
	}

	private receive(message: string): void {
		if (message.startsWith('SIP/2.0')) this.answered(message);
		else if (message.startsWith('INVITE')) this.take(message);
		else if (!message.startsWith('ACK')) {
			if (message.startsWith('BYE')) this.isOver = true;
			this.reply(message, '200 OK');
		}
	}

	private take(invite: string): void {
		const us = `${header(invite, 'To')};tag=taken`;
		this.reply(invite, '180 Ringing', us);
		setTimeout(() => {
			this.reply(invite, '200 OK', us, this.sdp);
			this.taken = {
				callId: header(invite, 'Call-ID'),
				us,
				them: header(invite, 'From'),
				target: uriOf(header(invite, 'Contact')),
			};
		}, 1_000);
	}

	private ask(number: string): void {
		const uri = `sip:${number}@127.0.0.1:${this.pbxPort}`;
		const us = `<sip:${this.extension}@127.0.0.1>;tag=asked`;
		this.request('INVITE', uri, { callId: `asked-${this.port}`, us, them: `<${uri}>` }, '1', [], this.sdp);
	}

	private answered(answer: string): void {
		if (!answer.startsWith('SIP/2.0 200') || !/INVITE/.test(header(answer, 'CSeq')) || this.asked) return;
		const dialog = {
			callId: header(answer, 'Call-ID'),
			us: header(answer, 'From'),
			them: header(answer, 'To'),
			target: uriOf(header(answer, 'Contact')),
		};
		this.request('ACK', dialog.target, dialog, '1', []);
		this.asked = dialog;
	}

	private join(): void {
		const { taken, asked } = this;
		if (!taken || !asked) throw new Error('There are no two calls to join.');
		const replaces = `${asked.callId};to-tag=${tagOf(asked.them)};from-tag=${tagOf(asked.us)}`;
		const target = uriOf(asked.them);
		this.request('REFER', taken.target, taken, '10', [
			`Refer-To: <${target}?Replaces=${encodeURIComponent(replaces)}>`,
			`Referred-By: ${this.contact}`,
		]);
	}
}
