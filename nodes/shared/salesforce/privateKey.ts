import { createPrivateKey, type KeyObject } from 'node:crypto';
import { ProblemError } from '../problem';

/** 2048 bits are Salesforce's recommendation; the Winter '27 guide drops 1024 (Telephony Integration REST API Authorization). */
const LEAST_BITS = 2048;

const BLOCK = /-----BEGIN ([A-Z0-9 ]+?)-----([\s\S]*?)-----END \1-----/g;

/**
 * The header lines of a traditional encrypted key (RFC 1421). Without line breaks only the cipher's block size tells
 * where its initialization vector ends and the key begins: 8 bytes for the DES and RC2 families, else 16.
 */
const HEADERS =
	/^\s*Proc-Type:\s*(4,\s*ENCRYPTED)\s*DEK-Info:\s*((?:DES|RC2)[A-Z0-9-]*,[0-9A-Fa-f]{16}|[A-Z0-9-]+,[0-9A-Fa-f]{32})\s*/;

const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}$/;

const PASTE_WHOLE_KEY =
	"Paste the whole private key file, from '-----BEGIN PRIVATE KEY-----' to '-----END PRIVATE KEY-----'.";

function problem(code: string, what: string, fix: string, cause?: unknown): ProblemError {
	return new ProblemError({ code: `privateKey.${code}`, what, fix }, { cause });
}

/** Undoes what copying does to a key: quotes around it, newlines written as \n, a byte order mark, a second Base64 layer. */
function unwrap(pasted: string): string {
	const text = pasted
		.replace(/[\u200B\uFEFF]/g, '')
		.trim()
		.replace(/^(["'`])([\s\S]*)\1$/, '$2')
		.replace(/\\+r/g, '')
		.replace(/\\+n/g, '\n')
		.trim();
	if (!BASE64.test(text)) return text;
	const decoded = Buffer.from(text, 'base64').toString('latin1');
	return decoded.includes('-----BEGIN ') ? decoded.trim() : text;
}

/** The label that went with the BEGIN line, told by how the key's DER begins (RFC 5958 and RFC 8017, appendix A.1.2). */
function lostLabel(base64: string): string {
	const der = Buffer.from(base64, 'base64').toString('hex');
	if (/^3082.{4}02010002/.test(der)) return 'RSA PRIVATE KEY';
	if (/^3082.{4}30..06..2a864886f70d010[5c]/.test(der)) return 'ENCRYPTED PRIVATE KEY';
	return 'PRIVATE KEY';
}

/** Puts the line breaks back that a one-line input field takes away. */
function rewrap(label: string, body: string): string {
	const headers = HEADERS.exec(body);
	const base64 = (headers ? body.slice(headers[0].length) : body).replace(/\s+/g, '');
	const lines = base64.match(/.{1,64}/g) ?? [];
	const head = headers ? [`Proc-Type: ${headers[1]}`, `DEK-Info: ${headers[2]}`, ''] : [];
	return [`-----BEGIN ${label}-----`, ...head, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function refuseOtherKinds(text: string, labels: string[], holder: string): void {
	if (labels.includes('OPENSSH PRIVATE KEY')) {
		throw problem(
			'openSsh',
			'The private key is in OpenSSH form, which cannot be used here.',
			"Convert a copy of it with 'ssh-keygen -p -m PKCS8 -f KEYFILE' and paste the result.",
		);
	}
	if (text.startsWith('PuTTY-User-Key-File')) {
		throw problem(
			'putty',
			'The private key is in PuTTY form, which cannot be used here.',
			"Export it in PuTTYgen with 'Conversions > Export OpenSSH key', then convert it to PKCS#8.",
		);
	}
	if (labels.some((label) => label.endsWith('CERTIFICATE'))) {
		throw problem(
			'certificate',
			'What was pasted is a certificate, not a private key.',
			`The certificate goes into Salesforce (${holder}). Paste the private key that was made with it here.`,
		);
	}
	if (labels.some((label) => label.endsWith('PUBLIC KEY')) || text.startsWith('ssh-rsa ')) {
		throw problem(
			'public',
			'What was pasted is a public key, not a private key.',
			'Paste the private key that belongs to it. It stays in n8n, encrypted.',
		);
	}
}

function pemOf(pasted: string, holder: string): string {
	const text = unwrap(pasted);
	if (text === '') {
		throw problem('missing', "The 'Private Key' is empty.", PASTE_WHOLE_KEY);
	}
	const blocks = [...text.matchAll(BLOCK)].map(([, label = '', body = '']) => ({ label, body }));
	// Files often hold the key and its certificate together.
	const keys = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY') && label !== 'OPENSSH PRIVATE KEY');
	const [key, another] = keys;
	if (another) {
		throw problem('several', "The 'Private Key' holds more than one private key.", 'Paste only one of them.');
	}
	if (key) return rewrap(key.label, key.body);
	refuseOtherKinds(
		text,
		blocks.map(({ label }) => label),
		holder,
	);
	if (BASE64.test(text) && text.length > 300) return rewrap(lostLabel(text), text);
	throw problem(
		'noPem',
		"The 'Private Key' could not be read: its BEGIN or END line is missing.",
		PASTE_WHOLE_KEY,
	);
}

function open(pem: string, passphrase: string): KeyObject {
	const encrypted = pem.includes('ENCRYPTED');
	if (encrypted && passphrase === '') {
		throw problem(
			'passphraseMissing',
			"The 'Private Key' is encrypted and no 'Passphrase' is given.",
			"Enter the key's passphrase in the field 'Passphrase'.",
		);
	}
	try {
		return createPrivateKey(encrypted ? { key: pem, passphrase } : pem);
	} catch (cause) {
		if (encrypted) {
			throw problem(
				'passphraseWrong',
				"The 'Private Key' could not be decrypted with the 'Passphrase'.",
				'Enter the passphrase again. If it is right, the key was damaged while copying: paste it again.',
				cause,
			);
		}
		throw problem('unreadable', "The 'Private Key' could not be read.", PASTE_WHOLE_KEY, cause);
	}
}

/**
 * Reads an RSA private key in any form people paste it: PKCS#8 or PKCS#1, plain or encrypted, with its line
 * breaks, without them, with them written as `\n`, in quotes, Base64-encoded as a whole, without its BEGIN and END
 * lines, or beside its certificate. `holder` is what has the certificate in Salesforce, for the texts.
 * Throws a ProblemError that says which of these it is not.
 */
export function readPrivateKey(pasted: string, passphrase = '', holder = 'the contact center'): KeyObject {
	const key = open(pemOf(pasted, holder), passphrase);
	if (key.asymmetricKeyType !== 'rsa') {
		throw problem(
			'notRsa',
			`The 'Private Key' is of the kind '${key.asymmetricKeyType ?? 'unknown'}', but Salesforce wants RSA.`,
			`Make an RSA key of 2048 bits and upload its certificate to ${holder}.`,
		);
	}
	const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
	if (bits < LEAST_BITS) {
		throw problem(
			'tooShort',
			`The 'Private Key' has ${bits} bits, which is too short to be safe.`,
			`Make an RSA key of 2048 or 4096 bits and upload its certificate to ${holder}.`,
		);
	}
	return key;
}
