import { createHash } from 'node:crypto';
import type { Simulation } from '../Simulation.ts';
import type { Answer } from '../server/Answer.ts';
import type { Visit } from '../server/Api.ts';
import { checkBody, isJsonObject, type Finding, type JsonObject } from '../server/checkBody.ts';
import type { RequestRecord } from '../server/records.ts';
import type { Sender } from './CallStore.ts';
import type { Endpoint } from './endpoints/Endpoint.ts';
import { decodeBearer, verifyToken } from './verifyToken.ts';

/** Keeps of the authorization header what may be shown: the decoded token without its signature. */
export function recordToken(record: RequestRecord, authorization: string): void {
	const token = decodeBearer(authorization);
	if (token === undefined) return;
	record.token = { header: token.header, claims: token.claims };
	record.tokenDigest = createHash('sha256').update(authorization).digest('hex').slice(0, 16);
}

/** Carries a request out as the API would: token, path, content type, body, operation, in this order. */
export function handleRequest(simulation: Simulation, visit: Visit<Endpoint>): Answer {
	const { record, authorization, destination } = visit;
	const nothingThere = (): Answer =>
		simulation.refuse(record.number, 404, 'unknown-path', 'there is nothing at this path');
	if (!record.path.startsWith('/telephony/v1/')) return nothingThere();
	const sender = authorize(simulation, record, authorization);
	if ('status' in sender) return sender;
	if (destination === 'nowhere' || (typeof destination === 'object' && isHidden(simulation, destination))) {
		return nothingThere();
	}
	if (destination === 'wrong-method') {
		const message = `${record.method} is not a method of this path`;
		return simulation.refuse(record.number, 405, 'wrong-method', message);
	}
	const { endpoint } = destination;
	const callId = destination.params['callId'] ?? '';
	const body = readBody(simulation, record, endpoint);
	if ('status' in body) return body;
	const deferred = judgeBody(simulation, record, endpoint, sender, body.value);
	if (!Array.isArray(deferred)) return deferred;
	const { number } = record;
	const { fault } = visit;
	return endpoint.handle({ number, sender, callId, body: body.value, deferred, fault }, simulation);
}

function isHidden(simulation: Simulation, { endpoint }: { endpoint: Endpoint }): boolean {
	return endpoint.available !== undefined && !endpoint.available(simulation.settings);
}

function authorize(
	simulation: Simulation,
	record: RequestRecord,
	authorization: string | undefined,
): Sender | Answer {
	const refuse = (rule: string, message: string): Answer =>
		simulation.refuse(record.number, 401, rule, message);
	if (authorization === undefined) return refuse('token-missing', 'the Authorization header is missing');
	const token = decodeBearer(authorization);
	if (token === undefined)
		return refuse('token-malformed', 'Authorization must be Bearer and a JSON Web Token');
	const now = simulation.now();
	const verdict = verifyToken(token, { ...simulation.settings, now });
	if (!verdict.ok) return refuse(verdict.rule, verdict.message);

	const { jti, aud, exp, iss } = verdict.claims;
	if (typeof jti === 'string' && simulation.settings.enforceJti) {
		const fresh = simulation.jtis.claim(String(iss), jti, Number(exp), now / 1000);
		if (!fresh) return refuse('token-jti-replayed', 'this jti has been sent before');
	}
	if (aud !== undefined) {
		// Claim of the older rules (section 2.2); harmless, but the current list does not have it.
		simulation.recordViolation(
			record.number,
			'token-aud',
			'aud is not among the current claims',
			'aud',
			false,
		);
	}
	return { contactCenter: verdict.contactCenter, telephonyProviderName: record.telephonyProviderName };
}

function readBody(
	simulation: Simulation,
	record: RequestRecord,
	endpoint: Endpoint,
): { value: JsonObject } | Answer {
	const mediaType = (record.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
	if (mediaType !== 'application/json') {
		const message = 'Content-Type must be application/json';
		const status = simulation.settings.wrongContentTypeStatus;
		return simulation.refuse(record.number, status, 'content-type', message);
	}
	if (endpoint.bodyOptional && record.body === '') return { value: {} };
	let value: unknown;
	try {
		value = JSON.parse(record.body);
	} catch {
		return simulation.refuse(record.number, 400, 'not-json', 'the body is not JSON');
	}
	if (endpoint.bodyOptional && value === null) return { value: {} };
	if (isJsonObject(value)) return { value };
	return simulation.refuse(record.number, 400, 'not-an-object', 'the body must be a JSON object');
}

/** Refuses a body with faults, recording each; returns the faults the endpoint leaves for later. */
function judgeBody(
	simulation: Simulation,
	record: RequestRecord,
	endpoint: Endpoint,
	sender: Sender,
	body: JsonObject,
): Finding[] | Answer {
	const { settings } = simulation;
	const findings = checkBody(body, endpoint.rules(settings));
	if (!findings.some((finding) => finding.rule === 'wrong-type' || finding.rule === 'missing')) {
		findings.push(...(endpoint.checkTogether?.(body, sender, simulation) ?? []));
	}
	const isRefused = (finding: Finding): boolean =>
		endpoint.refusesAtOnce?.(finding, settings) ??
		(finding.rule !== 'unknown-field' || settings.unknownFields === 'refuse');
	const refused = findings.filter(isRefused);
	for (const finding of refused) {
		simulation.recordViolation(record.number, finding.rule, finding.message, finding.field);
	}
	if (refused.length > 0) {
		return simulation.errorAnswer(400, 'invalid-body', refused.map(({ message }) => message).join('; '));
	}
	for (const { rule, message, field } of findings.filter((finding) => finding.rule === 'unknown-field')) {
		simulation.recordViolation(record.number, rule, message, field, false);
	}
	return findings.filter((finding) => finding.rule !== 'unknown-field');
}
