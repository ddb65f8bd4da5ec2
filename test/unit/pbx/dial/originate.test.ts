import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAction } from '../../../../nodes/shared/pbx/asterisk/ami/amiAction';
import { originateFields } from '../../../../nodes/shared/pbx/dial/amiOriginate';
import { originateBody } from '../../../../nodes/shared/pbx/dial/ariOriginate';
import { checkDial, type DialOrder } from '../../../../nodes/shared/pbx/dial/DialOrder';
import { originateCommand } from '../../../../nodes/shared/pbx/dial/freeswitchOriginate';
import { encodeCommand } from '../../../../nodes/shared/pbx/freeswitch/eslCommand';
import { HOSTILE, ORDER } from './orders.ts';

const FULL: DialOrder = {
	...ORDER,
	ringThrough: 'PJSIP',
	number: '+4930987654',
	callerId: '+498912345101',
	accountCode: 'sales',
	ringSeconds: 45,
};

describe('Originate of the manager interface', () => {
	const encoded = (order: DialOrder) => encodeAction('Originate', 'id-1', originateFields(order, 'n8n-7'));

	it('rings through the dialplan, to the byte', () => {
		expect(encoded(ORDER)).toBe(
			'Action: Originate\r\nActionID: id-1\r\nChannel: Local/101@internal\r\nContext: internal\r\nExten: 0004930987654\r\n' +
				'Priority: 1\r\nTimeout: 30000\r\nAsync: true\r\nChannelId: n8n-7\r\n\r\n',
		);
	});

	it('rings a phone itself, with caller ID and account code, to the byte', () => {
		expect(encoded(FULL)).toBe(
			'Action: Originate\r\nActionID: id-1\r\nChannel: PJSIP/101\r\nContext: internal\r\nExten: +4930987654\r\n' +
				'Priority: 1\r\nTimeout: 45000\r\nCallerID: +498912345101\r\nAccount: sales\r\nAsync: true\r\nChannelId: n8n-7\r\n\r\n',
		);
	});
});

describe('POST /channels of the REST interface', () => {
	it('rings through the dialplan', () => {
		expect(JSON.stringify(originateBody(ORDER))).toBe(
			'{"endpoint":"Local/101@internal/n","extension":"0004930987654","context":"internal","priority":1,"timeout":30}',
		);
	});

	it('rings a phone itself, with caller ID and account code', () => {
		expect(JSON.stringify(originateBody(FULL))).toBe(
			'{"endpoint":"PJSIP/101","extension":"+4930987654","context":"internal","priority":1,"timeout":45,' +
				'"callerId":"+498912345101","variables":{"CHANNEL(accountcode)":"sales"}}',
		);
	});
});

describe('originate of the event socket', () => {
	const ID = '7d1e1c2e-6c0b-4d3f-9a51-0c4a5b6d7e8f';

	it('rings a user of the directory, to the byte', () => {
		expect(encodeCommand('bgapi', `bgapi ${originateCommand(ORDER, ID)}`)).toBe(
			`bgapi originate {origination_uuid=${ID},originate_timeout=30,ignore_early_media=true}user/101 0004930987654 XML internal\n\n`,
		);
	});

	it('bears caller ID and account code', () => {
		expect(originateCommand(FULL, ID)).toBe(
			`originate {origination_uuid=${ID},originate_timeout=45,ignore_early_media=true,origination_caller_id_number=+498912345101,accountcode=sales}user/101 +4930987654 XML internal`,
		);
	});
});

/** What is right, what is hostile, and anything else, in any order. */
const text = fc.oneof(
	fc.constantFrom('101', '+4930987654', 'internal', '', 'sales'),
	fc
		.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.constantFrom('1', '0', 'a', '+', '.', '-', '_')), {
			maxLength: 6,
		})
		.map((parts) => parts.join('')),
	fc.string({ unit: 'binary', maxLength: 30 }),
);

const anyOrder = fc.record<DialOrder>({
	extension: text,
	ringThrough: fc.oneof(fc.constantFrom('dialPlan', 'PJSIP', 'SIP'), text),
	number: text,
	context: text,
	callerId: text,
	accountCode: text,
	ringSeconds: fc.oneof(fc.integer({ min: -5, max: 400 }), fc.double()),
});

const NAME = '[A-Za-z0-9_.-]+';

const NUMBER = '\\+?[0-9]+';

describe('no input at all', () => {
	const AMI = new RegExp(
		`^Action: Originate\\r\\nActionID: id-1\\r\\nChannel: (?:(?:PJSIP|SIP)/${NAME}|Local/${NAME}@(${NAME}))\\r\\nContext: (${NAME})\\r\\n` +
			`Exten: ${NUMBER}\\r\\nPriority: 1\\r\\nTimeout: \\d+\\r\\n(?:CallerID: ${NUMBER}\\r\\n)?(?:Account: ${NAME}\\r\\n)?` +
			'Async: true\\r\\nChannelId: n8n-7\\r\\n\\r\\n$',
	);

	const ESL = new RegExp(
		`^bgapi originate \\{origination_uuid=u-1,originate_timeout=\\d+,ignore_early_media=true` +
			`(?:,origination_caller_id_number=${NUMBER})?(?:,accountcode=${NAME})?\\}user/${NAME} ${NUMBER} XML (${NAME})\\n\\n$`,
	);

	const BODY_FIELDS = ['endpoint', 'extension', 'context', 'priority', 'timeout', 'callerId', 'variables'];

	function isSafe(order: DialOrder): void {
		const isFit = checkDial(order).length === 0;
		const ways = [
			() => encodeAction('Originate', 'id-1', originateFields(order, 'n8n-7')),
			() => originateBody(order),
			() => encodeCommand('bgapi', `bgapi ${originateCommand(order, 'u-1')}`),
		] as const;
		if (!isFit) {
			for (const way of ways) expect(way).toThrow(/^The call cannot be placed/);
			return;
		}
		const [, ofLocal, ofAmi] = AMI.exec(ways[0]()) ?? [];
		expect(ofAmi).toBe(order.context);
		if (order.ringThrough === 'dialPlan') expect(ofLocal).toBe(order.context);
		const body = ways[1]() as Record<string, unknown>;
		expect(BODY_FIELDS).toEqual(expect.arrayContaining(Object.keys(body)));
		expect(body).toMatchObject({ context: order.context, extension: order.number, priority: 1 });
		expect(String(body.endpoint)).toMatch(new RegExp(`^(?:(?:PJSIP|SIP)/${NAME}|Local/${NAME}@${NAME}/n)$`));
		expect(Object.keys(body.variables ?? {})).toEqual(order.accountCode ? ['CHANNEL(accountcode)'] : []);
		expect(ESL.exec(ways[2]())?.[1]).toBe(order.context);
	}

	it('makes another header, command, application or variable, or changes the context', () => {
		fc.assert(fc.property(anyOrder, isSafe), { numRuns: 5_000 });
	});

	it('does so by one text alone, all else being right', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('extension', 'ringThrough', 'number', 'context', 'callerId', 'accountCode'),
				text,
				(field, value) => isSafe({ ...ORDER, [field]: value }),
			),
			{ numRuns: 5_000 },
		);
	});
});
