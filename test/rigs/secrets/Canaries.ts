import { formsOf } from './forms.ts';

/** Shorter pieces turn up by chance. Also how much of a form is looked up before the whole of it is compared. */
const HEAD = 10;

interface Form {
	readonly name: string;
	readonly text: string;
}

type Index = Map<string, Form[]>;

function enter(index: Index, form: Form): void {
	const head = form.text.slice(0, HEAD);
	const same = index.get(head);
	if (same) same.push(form);
	else index.set(head, [form]);
}

/** The name of each canary in a text, with the place where it begins first. */
function places(text: string, index: Index): Map<string, number> {
	const found = new Map<string, number>();
	for (let at = 0; at + HEAD <= text.length; at += 1) {
		for (const form of index.get(text.slice(at, at + HEAD)) ?? []) {
			if (!found.has(form.name) && text.startsWith(form.text, at)) found.set(form.name, at);
		}
	}
	return found;
}

/** Secrets that were planted, and the search for them. */
export class Canaries {
	readonly #exact: Index = new Map();

	/** Of those in lower case, for the forms that know no case. */
	readonly #anyCase: Index = new Map();

	#count = 0;

	#forms = 0;

	/** Makes a secret known under a name that is told when it is found. */
	plant(name: string, secret: Buffer | string): void {
		const { exact, anyCase } = formsOf(secret);
		if ([...exact, ...anyCase].some(({ length }) => length < HEAD)) {
			throw new Error(`The canary '${name}' is too short to be told from chance.`);
		}
		for (const text of exact) enter(this.#exact, { name, text });
		for (const text of anyCase) enter(this.#anyCase, { name, text });
		this.#count += 1;
		this.#forms += exact.length + anyCase.length;
	}

	get count(): number {
		return this.#count;
	}

	/** In how many forms they are searched for, all added. */
	get forms(): number {
		return this.#forms;
	}

	/** The names of those that stand in a text, in any form, each with some of the text around it. */
	findIn(text: string): string[] {
		const found = new Map([...places(text.toLowerCase(), this.#anyCase), ...places(text, this.#exact)]);
		return [...found].map(([name, place]) => `${name}: …${text.slice(Math.max(0, place - 60), place + 30)}…`);
	}
}
