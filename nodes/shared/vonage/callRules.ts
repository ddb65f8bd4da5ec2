import type { Fault } from '../problem';
import type { PlaceCallFields } from './placeCall';

/** Rules of "Making a call" (seed text and Calls API reference, section 4), checked before anything is sent. */

const CONSENTS: readonly string[] = ['Unknown', 'OneParty', 'TwoParty'];

export function checkAgentId(field: string, value: string | undefined): Fault[] {
	const fix = "Enter the agent's ID as Vonage shows it: up to 11 digits, not a Salesforce ID.";
	if (value === undefined) return [{ field, what: 'is empty', fix }];
	return /^\d{1,11}$/.test(value)
		? []
		: [{ field, what: `is '${value.slice(0, 40)}', not an agent ID`, fix }];
}

function checkCaller({ callFrom, agentId, groups }: PlaceCallFields): Fault[] {
	if (callFrom === 'agent') return checkAgentId('agentId', agentId);
	if (callFrom !== 'groups') {
		return [{ field: 'callFrom', what: 'is not one of the choices', fix: 'Choose one from the list.' }];
	}
	const fix = "Enter the groups' IDs as Vonage shows them, separated by commas, e.g. 030, 200.";
	if (!groups || groups.length === 0) return [{ field: 'groups', what: 'is empty', fix }];
	const wrong = groups.find((group) => !/^[A-Za-z0-9]{1,32}$/.test(group));
	return wrong === undefined
		? []
		: [{ field: 'groups', what: `holds '${wrong.slice(0, 40)}', which is no group ID`, fix }];
}

function checkCalled({ callTo, telephoneNumber, toAgentId }: PlaceCallFields): Fault[] {
	if (callTo === 'agent') return checkAgentId('toAgentId', toAgentId);
	const field = 'telephoneNumber';
	if (callTo !== 'number') {
		return [{ field: 'callTo', what: 'is not one of the choices', fix: 'Choose one from the list.' }];
	}
	const fix = 'Enter it with its country code (+44…), or as it is dialed from where your account is.';
	if (telephoneNumber === undefined) return [{ field, what: 'is empty', fix }];
	if (telephoneNumber.length > 30) return [{ field, what: 'has more than 30 characters', fix }];
	return /^\+?[\d ()./-]*\d[\d ()./-]*$/.test(telephoneNumber)
		? []
		: [{ field, what: `is '${telephoneNumber}', not a telephone number`, fix }];
}

function checkReference(reference: string | undefined): Fault[] {
	if (reference === undefined) return [];
	const field = 'reference';
	const fix = 'Use the ID of a record, such as 0012400000ATTUQ, or its web address.';
	if (reference.length > 2_000) return [{ field, what: 'has more than 2,000 characters', fix }];
	const isUrl = URL.canParse(reference) && /^https?:$/.test(new URL(reference).protocol);
	return isUrl || /^[A-Za-z0-9]+$/.test(reference)
		? []
		: [{ field, what: 'is neither letters and digits nor a web address', fix }];
}

function checkApplication(application: string | undefined): Fault[] {
	if (application === undefined || /^[A-Za-z0-9]{1,32}$/.test(application)) return [];
	const what =
		application.length > 32
			? 'has more than 32 characters'
			: 'has something else than letters and digits in it';
	return [{ field: 'application', what, fix: 'Use a short name without blanks and hyphens.' }];
}

/** The consent matrix: agent to number both or neither; agent to agent neither; group to number only the customer's. */
function checkConsent({ callFrom, callTo, fromConsent, toConsent }: PlaceCallFields): Fault[] {
	const faults: Fault[] = [];
	for (const [field, value] of [
		['fromConsent', fromConsent],
		['toConsent', toConsent],
	] as const) {
		if (value !== undefined && !CONSENTS.includes(value)) {
			const fix = `Choose one of: ${CONSENTS.join(', ')}.`;
			faults.push({ field, what: `is '${value}', which Vonage does not know`, fix });
		}
	}
	if (faults.length > 0 || (fromConsent === undefined && toConsent === undefined)) return faults;
	if (callTo === 'agent') {
		const field = fromConsent === undefined ? 'toConsent' : 'fromConsent';
		return [{ field, what: 'is not possible when an agent is called', fix: 'Remove both consents.' }];
	}
	if (callFrom === 'groups') {
		return fromConsent === undefined
			? []
			: [{ field: 'fromConsent', what: 'is not possible when a group calls', fix: 'Remove it.' }];
	}
	if (fromConsent !== undefined && toConsent !== undefined) return [];
	const field = fromConsent === undefined ? 'fromConsent' : 'toConsent';
	return [
		{ field, what: 'is missing beside the other one', fix: 'Give the consent of both sides, or of neither.' },
	];
}

/** The version of the API that first knew each field. */
const SINCE: ReadonlyArray<readonly [keyof PlaceCallFields, number]> = [
	['presentedCLID', 2],
	['reference', 4],
	['application', 5],
	['fromConsent', 6],
	['toConsent', 6],
];

function checkVersion(fields: PlaceCallFields): Fault[] {
	const { apiVersion } = fields;
	if (!Number.isInteger(apiVersion) || apiVersion < 1 || apiVersion > 6) {
		return [{ field: 'apiVersion', what: 'is not a version from 1 to 6', fix: 'Choose one from the list.' }];
	}
	return SINCE.filter(([field, since]) => fields[field] !== undefined && apiVersion < since).map(
		([field, since]) => ({
			field,
			what: `needs version ${since} of the API, but ${apiVersion} is chosen`,
			fix: `Choose version ${since} or newer in 'API Version', or remove the field.`,
		}),
	);
}

/** All that is wrong with a call to be placed. */
export function checkCall(fields: PlaceCallFields): Fault[] {
	const { presentedCLID } = fields;
	return [
		...checkCaller(fields),
		...checkCalled(fields),
		...(presentedCLID === undefined || /^\+?\d[\d ()-]{0,28}\d$/.test(presentedCLID)
			? []
			: [
					{
						field: 'presentedCLID',
						what: 'is not a telephone number',
						fix: 'Enter a callback number that is set up in your Vonage account.',
					},
				]),
		...checkReference(fields.reference),
		...checkApplication(fields.application),
		...checkConsent(fields),
		...checkVersion(fields),
	];
}
