// Plays the scenes on a real Asterisk and writes down what its manager interface sends:
// node test/rigs/asterisk/record.ts <folder> [scene ...]
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Asterisk } from './Asterisk.ts';
import { recordScenes } from './recordScenes.ts';
import { type SceneName, scenes } from './scenes.ts';

/** Of the many variables a call sets, those that tell where it is recorded. */
const KEPT_VARIABLES = /^Variable: (?:__)?MIXMONITOR/m;

/** Without the folder and the ports of this one Asterisk. */
function scrubbed(recorded: string): string {
	return recorded
		.split('\r\n\r\n')
		.filter((message) => message.startsWith('Event: '))
		.filter((message) => !message.startsWith('Event: VarSet') || KEPT_VARIABLES.test(message))
		.map(
			(message) =>
				`${message.replace(/\/srv\/rig-\w+\/spool/g, '/var/spool/asterisk').replace(/(127\.0\.0\.\d):\d+/g, '$1:5060')}\r\n\r\n`,
		)
		.join('');
}

async function record(asterisk: Asterisk, name: SceneName): Promise<string> {
	const socket = connect(asterisk.amiPort, '127.0.0.1');
	await once(socket, 'connect');
	let recorded = '';
	socket.setEncoding('utf8').on('data', (text: string) => (recorded += text));
	socket.write(
		`Action: Login\r\nUsername: rig\r\nSecret: ${asterisk.secret}\r\nEvents: call,agent,dialplan\r\n\r\n`,
	);
	await sleep(300);
	recorded = '';
	await scenes[name](asterisk);
	await sleep(700);
	socket.destroy();
	return scrubbed(recorded);
}

await recordScenes('ami', record);
