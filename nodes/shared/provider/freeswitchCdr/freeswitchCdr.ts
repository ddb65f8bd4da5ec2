import { isRecord } from '../../isRecord';
import { ProblemError } from '../../problem';
import { readBody } from '../body/readBody';
import { type Delivery, mediaType } from '../Delivery';
import { callEvents } from '../legEvents';
import { jsonObject, recordOf } from '../payload';
import type { Provider } from '../Provider';
import { verifyFixedToken } from '../verify/fixedToken';
import { refused } from '../verify/Verdict';
import { CallLeg } from './CallLeg';
import { callLegFacts } from './callLegFacts';
import { type FreeswitchSettings, readFreeswitchSettings } from './FreeswitchSettings';
import { isSecretVariable } from './isSecretVariable';

function asJson(delivery: Delivery, rawBody: Buffer): Record<string, unknown> {
	return jsonObject({
		...delivery,
		headers: { ...delivery.headers, 'content-type': 'application/json' },
		rawBody,
	});
}

/**
 * The record in a delivery. With `encode` on it is the field `cdr` of a form. With `disable-100-continue` on the module
 * drops its own content type, and JSON arrives as a form as well (mod_json_cdr.c, process_cdr). Throws a ProblemError.
 */
function recordOfDelivery(delivery: Delivery): Record<string, unknown> {
	if (mediaType(delivery) !== 'application/x-www-form-urlencoded') return jsonObject(delivery);
	if (/^\s*\{/.test(delivery.rawBody.toString('latin1'))) return asJson(delivery, delivery.rawBody);
	const { cdr } = recordOf(readBody(delivery).value);
	if (typeof cdr === 'string') return asJson(delivery, Buffer.from(cdr, 'utf8'));
	throw new ProblemError({
		code: 'freeswitchCdr.noRecord',
		what: "The form has no field 'cdr'.",
		fix: "In json_cdr.conf.xml set 'encode' to false.",
	});
}

/** Dialplans and user directories keep secrets in channel variables. */
function withoutSecrets(record: Record<string, unknown>): Record<string, unknown> {
	if (!isRecord(record.variables)) return record;
	const variables = Object.entries(record.variables).filter(([name]) => !isSecretVariable(name));
	return { ...record, variables: Object.fromEntries(variables) };
}

/** FreeSWITCH's mod_json_cdr: one record for each leg, after it has hung up. Reference, telephony events, section 10. */
export const freeswitchCdr: Provider<FreeswitchSettings> = {
	name: 'freeswitchCdr',
	label: 'FreeSWITCH Call Records',
	description: 'The record of each call once it is over, from mod_json_cdr',
	setUp:
		'Copy the Production URL at the top of this node; it must have no query. In autoload_configs/json_cdr.conf.xml of FreeSWITCH enter it as ' +
		"'url', and as 'cred' any user name, a colon and the credential's secret, with 'auth-scheme' basic. Set 'encode' to false, 'retries' to 3, " +
		"'log-b-leg' to false unless you want the single phones that rang, and 'enable-cacert-check' and 'enable-ssl-verifyhost' to true, " +
		'or the secret goes to whoever answers. Then load the module mod_json_cdr. Records come after the call; for what happens during it use the PBX Trigger.',

	settings(parameters) {
		return readFreeswitchSettings(parameters);
	},

	checkSecret() {
		return undefined;
	},

	verify(delivery, secrets, { place }) {
		if (place === undefined) return refused('the verification settings are not complete');
		return verifyFixedToken(delivery, secrets, place);
	},

	read(delivery, settings) {
		const record = recordOfDelivery(delivery);
		if (!isRecord(record.variables) && record.callflow === undefined) {
			throw new ProblemError({
				code: 'freeswitchCdr.notARecord',
				what: 'The body is no call record of FreeSWITCH.',
				fix: 'Check which system posts to this address.',
			});
		}
		const { facts, ofLegOnly } = callLegFacts(new CallLeg(record), settings);
		const whole = {
			...facts,
			source: 'freeswitch',
			receivedAt: delivery.receivedAt,
			raw: withoutSecrets(record),
		} as const;
		return callEvents([{ facts: whole, ofLegOnly }], settings.legEvents);
	},
};
