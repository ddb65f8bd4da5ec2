import type { DateTime } from 'luxon';
import type { CallEvent } from '../../../call-event/CallEvent';
import { wholeNumber } from '../../../call-event/units';
import { readInstant } from '../../../time/instant';
import type { PbxSettings } from '../../PbxSettings';
import type { AmiMessage } from '../ami/AmiMessage';
import type { Call } from './Call';
import { CallBook } from './CallBook';
import { CallCourse, hasCustomer } from './CallCourse';
import { type AsteriskInterface, CallTeller, type Now } from './CallTeller';
import type { Channel } from './Channel';
import { channelFacts } from './channelFacts';
import { isParty } from './channelName';
import { known } from './people';
import { AGENT_LOGIN, type AsteriskSnapshot, reconcile } from './reconcile';

/** Another channel in another's place bears its name. */
const RENAMED_AWAY = /<(?:ZOMBIE|MASQ)>$/;

/** Who makes the bridges of conferences. */
const CONFERENCE = 'ConfBridge';

type Handler = (message: AmiMessage, now: Now) => void;

/**
 * Makes call events of what the manager interface tells. Feed it every event in the order it came, and after each login
 * the list of channels; it gives what is to be told. It keeps only what goes on. Never throws.
 *
 * Rules: telephony events, section 9.3. What a step means for a call is in CallCourse.
 */
export class AsteriskCalls {
	private readonly settings: PbxSettings;

	private readonly book: CallBook;

	private readonly teller: CallTeller;

	private readonly course: CallCourse;

	private readonly handlers: ReadonlyMap<string, Handler>;

	/** `source` names the interface in the events. */
	constructor(settings: PbxSettings, source: AsteriskInterface) {
		this.settings = settings;
		this.book = new CallBook(settings);
		this.teller = new CallTeller(settings, source);
		this.course = new CallCourse(settings, this.book, this.teller);
		this.handlers = new Map<string, Handler>([
			['Newchannel', (message, now) => this.newChannel(message, now)],
			['NewCallerid', (message) => this.newCallerId(message)],
			['Newstate', (message, now) => this.newState(message, now)],
			['Newexten', (message, now) => this.newExten(message, now)],
			['Rename', (message) => this.rename(message)],
			['DialBegin', (message, now) => this.dialBegin(message, now)],
			['DialState', (message, now) => this.dialState(message, now)],
			['DialEnd', (message, now) => this.dialEnd(message, now)],
			['AgentCalled', (message) => this.agentCalled(message)],
			['AgentConnect', (message, now) => this.agentConnect(message, now)],
			['QueueCallerJoin', (message, now) => this.queueJoin(message, now)],
			['QueueCallerLeave', (message, now) => this.queueLeave(message, now)],
			['QueueCallerAbandon', (message) => this.queueAbandon(message)],
			['BridgeEnter', (message, now) => this.bridgeEnter(message, now)],
			['BridgeLeave', (message, now) => this.bridgeLeave(message, now)],
			['Hold', (message, now) => this.withChannel(message, (channel) => this.course.hold(channel, now))],
			['Unhold', (message, now) => this.withChannel(message, (channel) => this.course.resume(channel, now))],
			['BlindTransfer', (message, now) => this.blindTransfer(message, now)],
			['AttendedTransfer', (message, now) => this.attendedTransfer(message, now)],
			['VarSet', (message) => this.varSet(message)],
			['HangupRequest', (message) => this.withChannel(message, (channel) => (channel.hungUpItself = true))],
			['Hangup', (message, now) => this.hangup(message, now)],
		]);
	}

	/** How many calls are going on. */
	get live(): number {
		return this.book.calls.size;
	}

	/** Whether a call of that id goes on, or one that it became a part of. */
	knows(callId: string): boolean {
		return this.book.knows(callId);
	}

	/** Whether an event can say anything of a call; the others need not be kept until they are read. */
	concerns(message: AmiMessage): boolean {
		const { event = '' } = message;
		if (event === 'VarSet') return this.isRecording(message.get('Variable'));
		if (event === 'Newexten') {
			const application = message.get('Application');
			return isVoicemail(application) || application === AGENT_LOGIN;
		}
		return this.handlers.has(event);
	}

	/** Reads one event; gives the call events it makes. */
	read(message: AmiMessage, receivedAt: DateTime): CallEvent[] {
		const handle = this.handlers.get(message.event ?? '');
		if (!handle) return [];
		const now = momentOf(message, receivedAt);
		this.followLinks(message, now);
		handle(message, now);
		this.readChannelVariables(message);
		return this.teller.fetch();
	}

	/** Puts right what was missed, from the list of all channels there are. */
	reconcile(snapshot: AsteriskSnapshot, receivedAt: DateTime): CallEvent[] {
		const now: Now = { at: receivedAt.toMillis(), by: 'received', receivedAt };
		reconcile(snapshot, now, this.book, this.course, this.settings);
		return this.teller.fetch();
	}

	private newChannel(message: AmiMessage, now: Now): void {
		const linkedId = message.get('Linkedid') ?? message.get('Uniqueid');
		const facts = channelFacts(message, this.settings, now.receivedAt.toMillis());
		if (facts.id === '' || linkedId === undefined || this.book.channel(facts.id)) return;
		// A part of a call whose beginning was missed; the next list of channels tells more of it.
		if (linkedId !== facts.id && !this.book.callOf(linkedId)) return;
		this.course.arrive(this.book.add(facts, linkedId), now, now);
	}

	private newCallerId(message: AmiMessage): void {
		this.withChannel(message, (channel) => {
			channel.callerName = known(message.get('CallerIDName')) ?? channel.callerName;
			// The dial plan may shorten or lengthen what came from outside; the first is what came.
			channel.number ??= known(message.get('CallerIDNum'));
		});
	}

	private newState(message: AmiMessage, now: Now): void {
		this.withChannel(message, (channel) => {
			if (message.get('ChannelState') === '5' && this.isDialed(channel)) this.course.ring(channel, now);
		});
	}

	private newExten(message: AmiMessage, now: Now): void {
		const application = message.get('Application');
		this.withChannel(message, (channel) => {
			if (isVoicemail(application)) channel.call.reachedVoicemail = true;
			if (application === AGENT_LOGIN) this.course.setApart(channel, now);
		});
	}

	private rename(message: AmiMessage): void {
		const name = message.get('Newname');
		this.withChannel(message, (channel) => {
			if (name === undefined) return;
			this.book.rename(channel, name);
			if (!RENAMED_AWAY.test(name)) channel.party = isParty(name);
		});
	}

	private dialBegin(message: AmiMessage, now: Now): void {
		this.withChannel(
			message,
			(channel) => {
				channel.dialedBy ??= message.get('Uniqueid');
				this.course.dial(
					channel,
					message.get('DialString'),
					known(message.get('DestConnectedLineNum')),
					message.get('Exten'),
					now,
				);
			},
			'Dest',
		);
	}

	private dialState(message: AmiMessage, now: Now): void {
		const status = message.get('DialStatus');
		this.withChannel(
			message,
			(channel) => {
				// Outside, ringing may be told by sound alone.
				if (status === 'RINGING' || (status === 'PROGRESS' && channel.outside)) {
					this.course.ring(channel, now);
				}
			},
			'Dest',
		);
	}

	private dialEnd(message: AmiMessage, now: Now): void {
		const status = message.get('DialStatus');
		this.withChannel(
			message,
			(channel) => {
				channel.dialStatus = status;
				if (status === 'ANSWER') this.course.take(channel, now);
			},
			'Dest',
		);
	}

	private agentCalled(message: AmiMessage): void {
		this.withChannel(
			message,
			(channel) => {
				channel.member = { name: message.get('MemberName'), queue: message.get('Queue') };
			},
			'Dest',
		);
	}

	/** A member may be a Local channel; then who took it was told when its phone did. */
	private agentConnect(message: AmiMessage, now: Now): void {
		this.withChannel(
			message,
			(channel) => {
				const party = this.book.partyBehind(channel);
				if (party) this.course.take(party, now);
			},
			'Dest',
		);
	}

	private queueJoin(message: AmiMessage, now: Now): void {
		const queue = message.get('Queue');
		const call = this.callOf(message);
		if (call && queue !== undefined) {
			this.course.enterQueue(call, queue, wholeNumber(message.get('Position')), now);
		}
	}

	private queueLeave(message: AmiMessage, now: Now): void {
		const call = this.callOf(message);
		if (call) this.course.leaveQueues(call, now, message.get('Queue'));
	}

	private queueAbandon(message: AmiMessage): void {
		const call = this.callOf(message);
		if (call) call.wasAbandoned = true;
	}

	private bridgeEnter(message: AmiMessage, now: Now): void {
		const bridge = message.get('BridgeUniqueid');
		this.withChannel(message, (channel) => {
			channel.bridge = bridge;
			channel.bridgeChangedAt = now.receivedAt.toMillis();
			// Where calls are parked, or agents wait for them, nobody talks.
			if (bridge === undefined || message.get('BridgeTechnology') === 'holding_bridge') {
				if (channel.servesCalls) this.course.setApart(channel, now);
				return;
			}
			const inside = this.book.all.filter((each) => each.bridge === bridge);
			// Asterisk itself does not link the calls of a conference. Each customer's remains one of its own.
			const isConference = message.get('BridgeCreator') === CONFERENCE;
			for (const { call } of inside) {
				if (!isConference || !hasCustomer(channel.call) || !hasCustomer(call)) {
					this.course.join(channel.call, call, now);
				}
			}
			this.course.connect(inside, now);
		});
	}

	private bridgeLeave(message: AmiMessage, now: Now): void {
		this.withChannel(message, (channel) => {
			if (channel.bridge !== message.get('BridgeUniqueid')) return;
			channel.bridge = undefined;
			channel.bridgeChangedAt = now.receivedAt.toMillis();
		});
	}

	private blindTransfer(message: AmiMessage, now: Now): void {
		if (message.get('Result') !== 'Success') return;
		const by = this.book.channel(message.get('TransfererUniqueid'));
		const call = by?.call ?? this.book.channel(message.get('TransfereeUniqueid'))?.call;
		if (call) this.course.transfer(call, 'blind', by, undefined, message.get('Extension'), now);
	}

	private attendedTransfer(message: AmiMessage, now: Now): void {
		// Of three who talk together nobody has left.
		if (message.get('Result') !== 'Success' || message.get('DestType') === 'Threeway') return;
		const by = this.book.channel(message.get('OrigTransfererUniqueid'));
		const call = by?.call ?? this.book.channel(message.get('TransfereeUniqueid'))?.call;
		const target = this.transferTarget(message);
		const number = message.get('TransferTargetExten') ?? message.get('SecondTransfererExten');
		if (call)
			this.course.transfer(call, 'attended', by, target && this.book.partyBehind(target), number, now);
	}

	/**
	 * Asterisk looks into the bridge of the transferer, who may have left it by then, and names no target (seen of Asterisk
	 * 22 on a busy machine). It is the one whom the transferee is with now.
	 */
	private transferTarget(message: AmiMessage): Channel | undefined {
		const named = this.book.channel(message.get('TransferTargetUniqueid'));
		const transferee = this.book.channel(message.get('TransfereeUniqueid'));
		const bridge = message.get('DestBridgeUniqueid');
		if (named || !transferee || bridge === undefined) return named;
		const others = this.book.all.filter((one) => one.bridge === bridge && one !== transferee);
		return others.length === 1 ? others[0] : undefined;
	}

	private varSet(message: AmiMessage): void {
		const path = message.get('Value');
		if (path === undefined || !this.isRecording(message.get('Variable'))) return;
		this.withChannel(message, ({ call }) => this.course.recordInto(call, path));
	}

	/** With `channelvars` in manager.conf every event bears the variable, and the chatty VarSet is not needed. */
	private readChannelVariables(message: AmiMessage): void {
		for (const variable of message.all('ChanVariable')) {
			const equals = variable.indexOf('=');
			const path = variable.slice(equals + 1);
			if (equals < 0 || path === '' || !this.isRecording(variable.slice(0, equals))) continue;
			this.withChannel(message, ({ call }) => this.course.recordInto(call, path));
		}
	}

	private hangup(message: AmiMessage, now: Now): void {
		this.withChannel(message, (channel) => {
			const q850 = wholeNumber(message.get('Cause')) ?? 0;
			if (q850 > 0) channel.cause = { q850, text: message.get('Cause-txt') };
			this.course.leave(channel, now);
		});
	}

	/**
	 * A linked id that changed: two calls became one. When a call is picked up, the two that are named together still have
	 * their own.
	 */
	private followLinks(message: AmiMessage, now: Now): void {
		const [one, other] = [message.get('Uniqueid'), message.get('DestUniqueid')].map((id) =>
			this.book.channel(id),
		);
		if (one && other) this.course.join(one.call, other.call, now);
		for (const prefix of ['', 'Dest']) {
			const channel = this.book.channel(message.get(`${prefix}Uniqueid`));
			const linkedId = message.get(`${prefix}Linkedid`);
			if (channel && linkedId !== undefined) this.course.follow(channel, linkedId, now);
		}
	}

	private withChannel(message: AmiMessage, act: (channel: Channel) => void, prefix = ''): void {
		const channel = this.book.channel(message.get(`${prefix}Uniqueid`));
		if (channel) act(channel);
	}

	private callOf(message: AmiMessage): Call | undefined {
		return this.book.channel(message.get('Uniqueid'))?.call;
	}

	/** A phone that is rung so that its owner may then call somebody does not ring for a caller. */
	private isDialed(channel: Channel): boolean {
		return channel.dialedBy !== undefined;
	}

	private isRecording(variable: string | undefined): boolean {
		return variable?.replace(/^_+/, '').toUpperCase() === this.settings.recordingVariable;
	}
}

function isVoicemail(application: string | undefined): boolean {
	return application === 'VoiceMail' || application === 'MiniVM' || application === 'MinivmRecord';
}

/** With `timestampevents = yes` in manager.conf: seconds with a fraction. */
function momentOf(message: AmiMessage, receivedAt: DateTime): Now {
	const told = readInstant(message.get('Timestamp'), 'utc');
	return told
		? { at: told.toMillis(), by: 'vendor', receivedAt, message }
		: { at: receivedAt.toMillis(), by: 'received', receivedAt, message };
}
