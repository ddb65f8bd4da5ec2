import type { Logger } from 'n8n-workflow';
import { expect, it } from 'vitest';
import { logState } from '../../../../nodes/PbxTrigger/logState';
import { AmiFault } from '../../../../nodes/shared/pbx/asterisk/ami/AmiFault';
import type { PbxLinkState } from '../../../../nodes/shared/pbx/PbxLink';

const PLACE = { host: 'pbx.example.com', port: 5038 };

it.each<[PbxLinkState, string, string]>([
	[
		{ kind: 'connected', peer: 'Asterisk Call Manager/11.0.0' },
		'info',
		'PBX Trigger: connected to Asterisk Call Manager/11.0.0',
	],
	[
		{ kind: 'waiting', fault: new AmiFault('lost', PLACE), retryMs: 2_600 },
		'warn',
		"PBX Trigger: The connection to Asterisk at 'pbx.example.com:5038' broke off. Check that Asterisk runs, and the network in between. Trying again in 3 s.",
	],
	[
		{ kind: 'overflow', dropped: 12 },
		'warn',
		'PBX Trigger: the PBX reported more than could be worked off, so 12 of its messages were dropped. The calls that go on are read anew; what is told of calls of these minutes may lack parts.',
	],
	[
		{ kind: 'unhandled', error: new Error('a slip') },
		'error',
		'PBX Trigger: something the PBX reported could not be worked off and was left out',
	],
	[
		{ kind: 'failed', fault: new AmiFault('password', PLACE) },
		'error',
		"PBX Trigger: Asterisk at 'pbx.example.com:5038' rejected the user and secret. Check 'User' and 'Secret' of the PBX credential against manager.conf, and that its 'permit' and 'acl' lines let this n8n in.",
	],
])('tells of $kind in the log', (state, level, words) => {
	const lines: string[][] = [];
	const write = (name: string) => (message: string) => void lines.push([name, message]);
	const logger = Object.fromEntries(['debug', 'info', 'warn', 'error'].map((name) => [name, write(name)]));
	logState(logger as unknown as Logger, 'PBX Trigger', state);
	expect(lines).toEqual([[level, words]]);
});
