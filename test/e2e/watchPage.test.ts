import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../simulator/startSimulator.ts';
import { AGENT, CALL_START, createCall, say, utterance } from '../simulator/testConversations.ts';
import { send, testContactCenters } from '../simulator/testRequests.ts';

/** The simulator's page in a real browser, with what happens to conversations while somebody watches. */
let sim: Simulator;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), applyDelayMs: 0 });
	const executablePath = process.env['CHROMIUM'] || '/usr/bin/chromium';
	browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
	page = await browser.newPage();
	page.on('pageerror', (error) => complaints.push(error.message));
	await createCall(sim.url);
	await say(sim.url, utterance({ content: 'Before anybody watched.' }));
	await page.goto(sim.url);
});

afterAll(async () => {
	await browser?.close();
	await sim?.close();
});

const sendEvent = (type: string, value: string, at: number, participant?: string): Promise<unknown> =>
	send(sim.url, {
		path: '/voiceCalls/key/realtimeConversationEvents',
		body: {
			service: 'VonageConversationalInsights',
			events: [
				{ type: `IntelligenceSignal__${type}`, value, startTime: CALL_START + at * 1000, participant },
			],
		},
	});

/** Who said what in which mood, from the top; a signal between the lines as it stands. */
async function transcript(): Promise<string[]> {
	const lines = await page.locator('.talk li').all();
	return await Promise.all(
		lines.map(async (line) => {
			if ((await line.locator('.said').count()) === 0) return (await line.innerText()).replaceAll('\n', ' ');
			const parts = line.locator('.who span, .said');
			return (await parts.allInnerTexts()).join(' | ');
		}),
	);
}

it('shows the lines of a transcript with speaker and sentiment as they arrive, in the order of time', async () => {
	await say(
		sim.url,
		utterance(
			{ messageId: 'm2', senderType: 'HUMAN_AGENT', participantId: AGENT, content: 'How can I help?' },
			12,
		),
	);
	await say(sim.url, utterance({ messageId: 'm3', content: 'That is <b>not</b> good.' }, 15));
	await say(
		sim.url,
		utterance(
			{
				messageId: 'm4',
				senderType: 'VIRTUAL_AGENT',
				participantId: 'keyVIRTUAL_AGENT',
				content: 'Welcome.',
			},
			1,
		),
	);
	await sendEvent('Sentiment', '-420.5', 16, 'CUSTOMER');
	await sendEvent('Sentiment', '310', 14, 'AGENT');
	await sendEvent('Category', 'Complaint', 20);
	await expect
		.poll(transcript)
		.toEqual([
			'Virtual agent | Welcome.',
			'Caller | Before anybody watched.',
			'Rep | positive 310 | How can I help?',
			'Caller | negative -420.5 | That is <b>not</b> good.',
			'Category Complaint',
		]);
});

it('shows pending routing, holds and contact requests', async () => {
	await send(sim.url, {
		method: 'PATCH',
		path: '/voiceCalls/key/omniFlow',
		body: { dialedNumber: '+1', flowDevName: 'Support' },
	});
	sim.putOnHold('key', 'END_USER');
	await send(sim.url, {
		path: '/voiceCalls/key/requestCallback',
		body: { callbackNumber: '+14081456688' },
	});
	await expect
		.poll(() => page.locator('.facts li').allInnerTexts())
		.toEqual(['Flow routes to queue 00G000000000001', 'On hold Caller', 'Callback +14081456688']);
	expect(await page.locator('.badge').innerText()).toBe('Waiting for a rep');
	expect(await page.locator('#callbacks').innerText()).toContain(
		'+14081456688 as soon as a rep is free, dialed on acceptance',
	);
	sim.accept('key', 'sam');
	await expect.poll(() => page.locator('.badge').innerText()).toBe('In progress');
	expect(complaints).toEqual([]);
});

it('shows the same to who comes later, and nothing after a reset', async () => {
	const before = await transcript();
	expect(before).toHaveLength(5);
	await page.reload();
	await expect.poll(transcript).toEqual(before);
	sim.reset();
	await expect.poll(() => page.locator('.call, #callbacks:not([hidden])').count()).toBe(0);
	expect(complaints).toEqual([]);
});
