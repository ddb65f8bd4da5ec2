/**
 * Twilio's published test data: the request validation tests of twilio-node, twilio-python and twilio-go, and the page
 * "Validating Signatures" of its documentation. Collected and recomputed in telephony events, section 11 (T1 to T9).
 */
export interface TwilioVector {
	readonly name: string;
	/** The address as n8n knows it, with the query as it came. */
	readonly url: string;
	readonly contentType: string;
	readonly body: string;
	readonly signature: string;
}

export const AUTH_TOKEN = '12345';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

const URL_T1 = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const HASH = '0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620';
const HASH_OF_EMPTY_OBJECT = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
const JSON_BODY = '{"property": "value", "boolean": true}';

const CALL =
	'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212';

export const TWILIO_VECTORS: readonly TwilioVector[] = [
	{ name: 'T1 form', url: URL_T1, contentType: FORM, body: CALL, signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
	{
		name: 'T2 signed with port 443, called without',
		url: URL_T1,
		contentType: FORM,
		body: CALL,
		signature: 'kvajT1Ptam85bY51eRf/AJRuM3w=',
	},
	{
		name: 'T3 http, signed with port 80',
		url: 'http://mycompany.com/myapp.php?foo=1&bar=2',
		contentType: FORM,
		body: CALL,
		signature: '0ZXoZLH/DfblKGATFgpif+LLRf4=',
	},
	{
		name: 'T3b http, called by port 1234, signed without',
		url: 'http://mycompany.com:1234/myapp.php?foo=1&bar=2',
		contentType: FORM,
		body: CALL,
		signature: 'Zmvh+3yNM1Phv2jhDCwEM3q5ebU=',
	},
	{
		name: 'T3c https, called by port 1234, signed without',
		url: 'https://mycompany.com:1234/myapp.php?foo=1&bar=2',
		contentType: FORM,
		body: CALL,
		signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
	},
	{
		name: 'T4 JSON',
		url: `${URL_T1}&bodySHA256=${HASH}`,
		contentType: JSON_TYPE,
		body: JSON_BODY,
		signature: 'a9nBmqA0ju/hNViExpshrM61xv4=',
	},
	{
		name: 'T4b empty JSON object, signed with port 443',
		url: `${URL_T1}&bodySHA256=${HASH_OF_EMPTY_OBJECT}`,
		contentType: JSON_TYPE,
		body: '{}',
		signature: 'Ldidvp12m26NI7eqEvxnEpkd9Hc=',
	},
	{
		name: 'T5 JSON, the hash alone in the query',
		url: `https://mycompany.com/myapp.php?bodySHA256=${HASH}`,
		contentType: JSON_TYPE,
		body: JSON_BODY,
		signature: 'y77kIzt2vzLz71DgmJGsen2scGs=',
	},
	{
		name: 'T6 repeated parameter',
		url: URL_T1,
		contentType: FORM,
		body: 'MessagingBinding.Address=%2B1325xxxxxxx&MessagingBinding.Address=%2B1415xxxxxxx',
		signature: '83O6e2vORAoJHUNzJjDWN1jz+BA=',
	},
	{
		name: 'T6b repeated parameter, the other way round',
		url: URL_T1,
		contentType: FORM,
		body: 'MessagingBinding.Address=%2B1415xxxxxxx&MessagingBinding.Address=%2B1325xxxxxxx',
		signature: '83O6e2vORAoJHUNzJjDWN1jz+BA=',
	},
	{
		name: 'T7 doubled values count once',
		url: URL_T1,
		contentType: FORM,
		body: 'Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234',
		signature: 'IK+Dwps556ElfBT0I3Rgjkr1wJU=',
	},
	{
		name: 'T8 quote in the query',
		url: `${URL_T1}&Body=It's+amazing`,
		contentType: FORM,
		body: CALL,
		signature: 'TfZzewPq8wqrGlMfyAud8+/IvJ0=',
	},
	{
		name: 'T9 user name and password in the address',
		url: 'https://user:pass@mycompany.com/myapp.php?foo=1&bar=2',
		contentType: FORM,
		body: CALL,
		signature: 'CukzLTc1tT5dXEDIHm/tKBanW10=',
	},
];
