import { instanceOrigin, loginOrigin } from '../../../nodes/shared/salesforce/connect/hosts';
import { readApiVersion } from '../../../nodes/shared/salesforce/connect/apiVersion';
import { telephonyBaseUrl } from '../../../nodes/shared/salesforce/myDomain';
import { readPrivateKey } from '../../../nodes/shared/salesforce/privateKey';
import { vonageBaseUrl } from '../../../nodes/shared/vonage/hosts';
import { readVonageCredential } from '../../../nodes/shared/vonage/credential';
import {
	CERTIFICATE,
	encryptedPkcs8,
	pkcs1,
	pkcs8,
	rsaKeys,
	traditionallyEncrypted,
} from '../../fixtures/salesforce/keys.ts';
import { below, mutatedText, mutatedValue, oddAnything, oddText, pick, type Random } from '../mutations.ts';
import { demand, type Target } from '../Target.ts';

const { privateKey } = rsaKeys();

const PEMS = [
	pkcs8(privateKey),
	pkcs1(privateKey),
	encryptedPkcs8(privateKey, 'passphrase'),
	traditionallyEncrypted(privateKey, 'aes-256-cbc', 'passphrase'),
	CERTIFICATE,
	pkcs8(privateKey).replace(/\n/g, '\\n'),
	pkcs8(privateKey).replace(/\s+/g, ' '),
	Buffer.from(pkcs8(privateKey)).toString('base64'),
	pkcs8(privateKey).replace(/-----.*-----|\n/g, ''),
];

/** Lines of the key, of which none may stand in a text. */
const LINES = PEMS.flatMap((pem) => pem.split('\n')).filter((line) => line.length === 64);

function hostText(random: Random, usual: readonly string[]): string {
	return mutatedText(random, pick(random, usual), 4);
}

const LOOPBACK = /^http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(\/|$)/;

/** Hosts, keys and the other fields of credentials. */
export const credentialTargets: readonly Target[] = [
	{
		name: 'telephonyBaseUrl',
		weight: 3,
		run(random, note) {
			const entered = hostText(random, [
				'https://acme.my.salesforce-scrt.com/telephony/v1',
				'acme--uat.sandbox.my.salesforce-scrt.com',
				'https://acme.lightning.force.com/lightning/page/home',
				'http://127.0.0.1:8080',
			]);
			const custom = random() < 0.4;
			note([entered, custom]);
			const url = telephonyBaseUrl(entered, custom);
			demand(new URL(url).href === url, `A parser reads the address otherwise: ${url}`);
			if (custom) demand(url.startsWith('https://') || LOOPBACK.test(url), `A token would travel to ${url}.`);
			else
				demand(
					/^https:\/\/[a-z0-9.-]+\.my\.salesforce-scrt\.com\/telephony\/v1$/.test(url),
					`Another host: ${url}`,
				);
		},
	},
	{
		name: 'hosts of Connect REST',
		weight: 3,
		run(random, note) {
			const given =
				random() < 0.9
					? hostText(random, ['https://acme.my.salesforce.com', 'https://eu6.salesforce.com/'])
					: oddAnything(random);
			note(given);
			const url =
				random() < 0.5
					? instanceOrigin(given)
					: loginOrigin(
							pick(random, ['sandbox', 'production']),
							String(typeof given === 'string' ? given : ''),
						);
			demand(
				/^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*\.salesforce\.com$/.test(url) || LOOPBACK.test(url),
				`Tokens would go to ${url}.`,
			);
		},
	},
	{
		name: 'vonageBaseUrl',
		weight: 2,
		run(random, note) {
			const region = mutatedText(random, pick(random, ['emea', 'usa', 'apacOld']), 1);
			const entered = hostText(random, ['https://gateway.example.com/vonage/', 'http://localhost:8080']);
			const custom = random() < 0.6;
			note([region, custom, entered]);
			const url = vonageBaseUrl(region, custom, entered);
			if (custom) demand(url.startsWith('https://') || LOOPBACK.test(url), `A token would travel to ${url}.`);
			else
				demand(
					/^https:\/\/(emea|nam|apac)\.(cc\.vonage|newvoicemedia)\.com$/.test(url),
					`Another host: ${url}`,
				);
		},
	},
	{
		name: 'fields of the Vonage credential',
		run(random, note) {
			const data = mutatedValue(
				random,
				{
					region: 'emea',
					accountKey: 'a1b2',
					tokenService: pick(random, ['v0', 'gateway']),
					apiToken: 'token-token',
					clientId: 'client',
					clientSecret: 'secret-secret-secret',
					scope: 'a b',
					customHost: random() < 0.5,
					baseUrl: 'https://gateway.example.com',
				},
				oddAnything,
				0.15,
			);
			note(data);
			if (typeof data !== 'object' || data === null) return;
			readVonageCredential(data as Record<string, unknown>);
		},
	},
	{
		name: 'readPrivateKey',
		weight: 0.6,
		run(random, note) {
			const pasted = mutatedText(random, pick(random, PEMS), 3);
			const passphrase = random() < 0.7 ? 'passphrase' : oddText(random);
			note([pasted, passphrase]);
			try {
				readPrivateKey(pasted, passphrase);
			} catch (error) {
				const told = error instanceof Error ? error.message : String(error);
				demand(!LINES.some((line) => told.includes(line)), 'A text tells a line of the key.');
				throw error;
			}
		},
	},
	{
		name: 'readApiVersion',
		run(random, note) {
			const given =
				random() < 0.7 ? mutatedText(random, pick(random, ['66', 'v66.0', '66.0']), 2) : oddAnything(random);
			note(given);
			demand(/^\d{2,3}\.0$/.test(readApiVersion(given)), 'A version is none.');
			below(random, 2);
		},
	},
];
