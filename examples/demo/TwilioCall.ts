import { createHmac, randomBytes } from 'node:crypto';

/** The fields of one request, as a form. */
export type TwilioFields = Readonly<Record<string, string>>;

export interface TwilioAnswer {
	readonly status: number;
	readonly contentType: string;
	readonly body: string;
}

/** One request that was made, kept so that it can be made again. */
export interface Delivery {
	readonly fields: TwilioFields;
	readonly signature: string;
	readonly answer: TwilioAnswer;
}

export interface TwilioNumbers {
	/** E.164. */
	readonly customer: string;
	readonly business: string;
	readonly rep: string;
}

const sid = (prefix: string): string => `${prefix}${randomBytes(16).toString('hex')}`;

/**
 * What Twilio signs: the address, then every field's name and value, sorted by name, with nothing in between.
 * Base64 of HMAC-SHA1 keyed by the account's auth token (telephony events, section 11, family A).
 */
export function twilioSignature(authToken: string, url: string, fields: TwilioFields): string {
	const names = Object.keys(fields).sort();
	const text = url + names.map((name) => `${name}${fields[name]}`).join('');
	return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}

/**
 * Twilio's side of one inbound call: every method is one request to the webhook, correctly signed, with the fields Twilio sends
 * at that moment (telephony events, section 4). Times are those of the clock when the method is called.
 */
export class TwilioCall {
	readonly callSid = sid('CA');

	readonly legSid = sid('CA');

	readonly recordingSid = sid('RE');

	readonly #accountSid = sid('AC');

	readonly #webhookUrl: string;

	readonly #authToken: string;

	readonly #numbers: TwilioNumbers;

	#legSequence = 0;

	#answeredAt: Date | undefined;

	constructor(options: { webhookUrl: string; authToken: string; numbers: TwilioNumbers }) {
		this.#webhookUrl = options.webhookUrl;
		this.#authToken = options.authToken;
		this.#numbers = options.numbers;
	}

	/** The voice URL request: someone calls, and Twilio asks what to do. */
	async ring(): Promise<Delivery> {
		return await this.deliver({ ...this.#line(), CallStatus: 'ringing', FromCountry: 'US', ToCountry: 'US' });
	}

	/** A status callback of the line to the rep. */
	async rep(status: 'initiated' | 'ringing' | 'in-progress' | 'completed'): Promise<Delivery> {
		if (status === 'in-progress') this.#answeredAt = new Date();
		return await this.deliver({
			...this.#common(),
			CallSid: this.legSid,
			ParentCallSid: this.callSid,
			...this.#parties(this.#numbers.customer, this.#numbers.rep),
			Direction: 'outbound-dial',
			CallStatus: status,
			...this.#progress(this.#legSequence++),
			...(status === 'completed' ? this.#durations() : {}),
		});
	}

	/** The status callback of the caller's own line, which comes once, at the end. */
	async hangUp(status: 'completed' | 'no-answer' | 'canceled' = 'completed'): Promise<Delivery> {
		return await this.deliver({
			...this.#line(),
			CallStatus: status,
			...this.#progress(0),
			...(status === 'completed' ? this.#durations() : { CallDuration: '0', Duration: '0' }),
		});
	}

	/** The recording status callback, some time after the end. */
	async recordingCompleted(): Promise<Delivery> {
		return await this.deliver({
			AccountSid: this.#accountSid,
			CallSid: this.callSid,
			RecordingSid: this.recordingSid,
			RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${this.#accountSid}/Recordings/${this.recordingSid}`,
			RecordingStatus: 'completed',
			RecordingDuration: this.#talked(),
			RecordingChannels: '2',
			RecordingSource: 'DialVerb',
			RecordingStartTime: (this.#answeredAt ?? new Date()).toUTCString().replace('GMT', '+0000'),
			RecordingTrack: 'both',
			ErrorCode: '0',
		});
	}

	/** Sends fields with the signature that is right for them, or with another one. */
	async deliver(fields: TwilioFields, signature = this.signatureOf(fields)): Promise<Delivery> {
		const response = await fetch(this.#webhookUrl, {
			method: 'POST',
			headers: {
				'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
				'user-agent': 'TwilioProxy/1.1',
				'x-twilio-signature': signature,
			},
			body: new URLSearchParams(fields),
		});
		const answer = {
			status: response.status,
			contentType: response.headers.get('content-type') ?? '',
			body: await response.text(),
		};
		return { fields, signature, answer };
	}

	signatureOf(fields: TwilioFields): string {
		return twilioSignature(this.#authToken, this.#webhookUrl, fields);
	}

	#common(): TwilioFields {
		return { AccountSid: this.#accountSid, ApiVersion: '2010-04-01' };
	}

	#parties(from: string, to: string): TwilioFields {
		return { From: from, Caller: from, To: to, Called: to };
	}

	#line(): TwilioFields {
		return {
			...this.#common(),
			CallSid: this.callSid,
			...this.#parties(this.#numbers.customer, this.#numbers.business),
			Direction: 'inbound',
		};
	}

	#progress(sequence: number): TwilioFields {
		return {
			Timestamp: new Date().toUTCString().replace('GMT', '+0000'),
			SequenceNumber: String(sequence),
			CallbackSource: 'call-progress-events',
		};
	}

	/** Seconds since the rep answered, by Twilio's clock of whole seconds; with `answerOnBridge` the caller's line counts from there too. */
	#talked(): string {
		const now = Date.now();
		const since = this.#answeredAt?.getTime() ?? now;
		return String(Math.max(1, Math.floor(now / 1_000) - Math.floor(since / 1_000)));
	}

	#durations(): TwilioFields {
		return { CallDuration: this.#talked(), Duration: '1' };
	}
}
