import { describe, expect, it } from 'vitest';
import { EslEvent } from '../../../../nodes/shared/pbx/freeswitch/EslEvent';
import { EslReader } from '../../../../nodes/shared/pbx/freeswitch/EslReader';
import { packet } from '../../../fixtures/pbx/FreeswitchServer.ts';

function eventIn(contentType: string, body: string): EslEvent | undefined {
	const [read] = new EslReader().push(Buffer.from(packet(contentType, [], body)));
	return read && EslEvent.in(read);
}

describe('an event of FreeSWITCH', () => {
	it('is read from JSON, names in upper and lower case alike', () => {
		const event = eventIn(
			'text/event-json',
			JSON.stringify({ 'Event-Name': 'CHANNEL_CREATE', 'Unique-ID': 'a', 'Caller-Username': '' }),
		);
		expect(event?.eventName).toBe('CHANNEL_CREATE');
		expect(event?.get('unique-id')).toBe('a');
		expect(event?.get('Caller-Username')).toBeUndefined();
		expect(event?.get('Nothing')).toBeUndefined();
	});

	it('is read from lines, their values URL encoded', () => {
		const event = eventIn(
			'text/event-plain',
			'Event-Name: CHANNEL_CREATE\nChannel-Name: sofia/internal/101%40pbx.example.com%3A5060\nX: 100%\nContent-Length: 3\n\nabc',
		);
		expect(event?.get('Channel-Name')).toBe('sofia/internal/101@pbx.example.com:5060');
		expect(event?.get('X')).toBe('100%');
	});

	it.each<[what: string, value: unknown, values: string[]]>([
		['a list', ['a', 'b'], ['a', 'b']],
		['a list in one text', 'ARRAY::a|:b', ['a', 'b']],
		['a number', 7, ['7']],
		['a line break, which becomes a blank', 'a\r\nb', ['a b']],
		['an object, which is none', { a: 1 }, []],
		['null', null, []],
	])('has the values of %s', (_, value, values) => {
		expect(EslEvent.ofJson(JSON.stringify({ variable_x: value }))?.all('variable_x')).toEqual(values);
	});

	it.each(['', '{', '[]', '"text"', 'null', '7'])('is none: %j', (body) => {
		expect(EslEvent.ofJson(body)).toBeUndefined();
	});

	it('is none in a packet of another kind', () => {
		expect(eventIn('log/data', '{"Event-Name":"HEARTBEAT"}')).toBeUndefined();
	});

	it.each([
		['1796115600000137', 1_796_115_600_000],
		['0', undefined],
		['', undefined],
		['-5', undefined],
		['soon', undefined],
		['1e400', undefined],
	])('has the time %j in milliseconds', (text, milliseconds) => {
		expect(new EslEvent([['Event-Date-Timestamp', text]]).time('Event-Date-Timestamp')).toBe(milliseconds);
	});

	it('leaves the secrets out of what is handed on', () => {
		const event = EslEvent.ofJson(
			'{"Event-Name":"X","variable_sip_auth_password":"p","variable_a1-hash":"h","variable_list":["a","b"],"__proto__":{"x":1}}',
		);
		expect(event?.toRecord()).toEqual({ 'Event-Name': 'X', variable_list: ['a', 'b'], ['__proto__']: [] });
		expect(Object.getPrototypeOf(event?.toRecord())).toBe(Object.prototype);
	});
});
