import { describe, expect, it } from 'vitest';
import { ariAddress } from '../../../../../nodes/shared/pbx/asterisk/ari/ariAddress';

describe('a base URL', () => {
	it.each([
		['http://pbx.example.com:8088', 'http://pbx.example.com:8088/ari/asterisk/info', 'pbx.example.com', 8088],
		[
			'http://pbx.example.com:8088/',
			'http://pbx.example.com:8088/ari/asterisk/info',
			'pbx.example.com',
			8088,
		],
		[
			'http://pbx.example.com:8088/ari',
			'http://pbx.example.com:8088/ari/asterisk/info',
			'pbx.example.com',
			8088,
		],
		[
			'http://pbx.example.com:8088/ari//',
			'http://pbx.example.com:8088/ari/asterisk/info',
			'pbx.example.com',
			8088,
		],
		[
			'https://pbx.example.com/voice',
			'https://pbx.example.com/voice/ari/asterisk/info',
			'pbx.example.com',
			443,
		],
		['http://192.0.2.10', 'http://192.0.2.10/ari/asterisk/info', '192.0.2.10', 80],
		[
			'https://[2001:db8::1]:8089/x/ari',
			'https://[2001:db8::1]:8089/x/ari/asterisk/info',
			'2001:db8::1',
			8089,
		],
	])('%s', (baseUrl, resource, host, port) => {
		const address = ariAddress(baseUrl);
		expect(address?.resource('asterisk/info').href).toBe(resource);
		expect(address?.place).toEqual({ host, port });
		expect(address?.isSecured).toBe(baseUrl.startsWith('https'));
	});

	it('takes what is asked as part of no other name', () => {
		const url = ariAddress('http://pbx:8088')?.resource('events', {
			app: 'a&api_key=x',
			subscribeAll: 'true',
		});
		expect(url?.href).toBe('http://pbx:8088/ari/events?app=a%26api_key%3Dx&subscribeAll=true');
	});

	it.each([
		'',
		'pbx.example.com',
		'pbx.example.com:8088',
		'ftp://pbx.example.com',
		'ws://pbx.example.com:8088',
		'http://n8n:secret@pbx.example.com:8088',
		'http://pbx.example.com:8088/?api_key=n8n:secret',
		'http://pbx.example.com:8088/#top',
		'file:///etc/asterisk',
	])('%j is none', (baseUrl) => {
		expect(ariAddress(baseUrl)).toBeUndefined();
	});
});
