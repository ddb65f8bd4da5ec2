// Plays the scenes on a real Asterisk and writes down what its REST interface sends, a line for each event:
// node test/rigs/asterisk/recordAri.ts <folder> [scene ...]
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'undici';
import type { Asterisk } from './Asterisk.ts';
import { recordScenes } from './recordScenes.ts';
import { type SceneName, scenes } from './scenes.ts';

/** Of the many variables a call sets, those that tell where it is recorded or how it left a queue. */
const KEPT_VARIABLES = /"variable":"(?:(?:__)?MIXMONITOR\w*|ABANDONED|QUEUESTATUS)"/;

/** Without the folder, the ports and the number of this one Asterisk. */
function scrubbed(events: readonly string[]): string {
	return events
		.filter((event) => !event.includes('"type":"DeviceStateChanged"'))
		.filter((event) => !event.includes('"type":"ChannelVarset"') || KEPT_VARIABLES.test(event))
		.map((event) =>
			event
				.replace(/\/srv\/rig-\w+\/spool/g, '/var/spool/asterisk')
				.replace(/(127\.0\.0\.\d):\d+/g, '$1:5060')
				.replace(/"protocol_id":"[^"]*"/g, '"protocol_id":""')
				.replace(/"asterisk_id":"[^"]*"/g, '"asterisk_id":"00:00:00:00:00:00"'),
		)
		.map((event) => `${event}\n`)
		.join('');
}

async function record(asterisk: Asterisk, name: SceneName): Promise<string> {
	const events: string[] = [];
	const login = Buffer.from(`n8n:${asterisk.secret}`).toString('base64');
	const socket = new WebSocket(
		`ws://127.0.0.1:${asterisk.httpPort}/ari/events?app=recording&subscribeAll=true`,
		{ headers: { Authorization: `Basic ${login}` } },
	);
	socket.addEventListener('message', ({ data }) => events.push(String(data)));
	await once(socket, 'open');
	await scenes[name](asterisk);
	await sleep(700);
	// Whoever takes the name before it is free again hears nothing.
	const closed = once(socket, 'close');
	socket.close();
	await closed;
	return scrubbed(events);
}

await recordScenes('jsonl', record);
