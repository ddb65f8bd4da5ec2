import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agents } from '../../../../nodes/shared/salesforce/data/agents';
import { omniFlows } from '../../../../nodes/shared/salesforce/data/omniFlows';
import { phoneChannels } from '../../../../nodes/shared/salesforce/data/phoneChannels';
import { queues } from '../../../../nodes/shared/salesforce/data/queues';
import { andContains, containing, quoted } from '../../../../nodes/shared/salesforce/data/soql';
import { parse, type Condition } from '../../../simulator/data/soql/parse.ts';
import { run } from '../../../simulator/data/soql/run.ts';

describe('a quoted text', () => {
	it.each<[text: string, soql: string]>([
		['Support', "'Support'"],
		["O'Hara", "'O\\'Hara'"],
		["' OR Name != '", "'\\' OR Name != \\''"],
		['a\\', "'a\\\\'"],
		["\\'", "'\\\\\\''"],
		['say "hi"', '\'say \\"hi\\"\''],
		['two\nlines\r\tand \b\f', "'two\\nlines\\r\\tand \\b\\f'"],
		['50%_off', "'50%_off'"],
		['Ünïcödé 電話', "'Ünïcödé 電話'"],
	])('of %j is %s', (text, soql) => {
		expect(quoted(text)).toBe(soql);
	});
});

describe('a pattern of what is held', () => {
	it.each<[text: string, soql: string]>([
		['Sup', "'%Sup%'"],
		['50%_off', "'%50\\%\\_off%'"],
		['a\\%', "'%a\\\\\\%%'"],
		["'%", "'%\\'\\%%'"],
	])('of %j is %s', (text, soql) => {
		expect(containing(text)).toBe(soql);
	});
});

describe('the condition of a search box', () => {
	it.each<[search: string | undefined, soql: string]>([
		[undefined, ''],
		['', ''],
		['  \n ', ''],
		['\u0000\u0007', ''],
		['\uD800', ''],
		[' Sup ', " AND Name LIKE '%Sup%'"],
		['a\u0000b\nc', " AND Name LIKE '%a b c%'"],
		['\uD83Dx', " AND Name LIKE '%x%'"],
		['📞', " AND Name LIKE '%📞%'"],
		['x'.repeat(150), ` AND Name LIKE '%${'x'.repeat(100)}%'`],
	])('for %j is "%s"', (search, soql) => {
		expect(andContains(['Name'], search)).toBe(soql);
	});

	it('looks into several fields', () => {
		expect(andContains(['Name', 'Username'], 'a')).toBe(" AND (Name LIKE '%a%' OR Username LIKE '%a%')");
	});
});

/** A query without the texts that are searched for. */
function structure(condition: Condition | undefined): unknown {
	switch (condition?.kind) {
		case undefined:
			return undefined;
		case 'like':
			return { ...condition, pattern: 'any' };
		case 'and':
		case 'or':
			return { kind: condition.kind, parts: condition.parts.map(structure) };
		case 'among':
		case 'compare':
		case 'in':
			return condition;
	}
}

const anything = fc.oneof(
	fc.string({ maxLength: 60, unit: 'binary' }),
	fc.string({ maxLength: 30, unit: fc.constantFrom("'", '\\', '%', '_', '"', '\n', ')', '(', ' OR ', 'x') }),
);

const lists = { agents: agents('Id'), flows: omniFlows('Id'), phoneChannels, queues: queues('Id') };

describe.each(Object.entries(lists))('the query of %s', (_name, list) => {
	const shape = (search: string): unknown => {
		const query = parse(list.soql(search));
		return { ...query, where: structure(query.where) };
	};

	it('has the same structure whatever is searched for', () => {
		const expected = shape('x');
		fc.assert(
			fc.property(anything, (search) => {
				fc.pre(andContains(['Name'], search) !== '');
				expect(shape(search)).toEqual(expected);
			}),
			{ numRuns: 500 },
		);
	});

	it('can be put into an address', () => {
		fc.assert(fc.property(anything, (search) => encodeURIComponent(list.soql(search)) !== ''));
	});
});

describe('a search', () => {
	const where = (soql: string, names: string[]): string[] => {
		const database = { tables: { T: ['Name'] }, records: { T: names.map((Name) => ({ Name })) } };
		return run(parse(`SELECT Name FROM T WHERE Name != null${soql}`), database).map(({ Name }) =>
			String(Name),
		);
	};
	const visible = fc
		.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom("'", '\\', '%', '_', '"', 'a', 'Z', 'é') })
		.filter((text) => text.trim() === text);

	it('finds what holds its text, whatever its characters', () => {
		fc.assert(
			fc.property(
				visible,
				fc.string({ maxLength: 5 }),
				fc.string({ maxLength: 5 }),
				(text, before, after) => {
					const name = `${before}${text}${after}`;
					expect(where(andContains(['Name'], text), [name])).toEqual([name]);
				},
			),
			{ numRuns: 500 },
		);
	});

	it('finds nothing else: a percent sign is no wildcard', () => {
		expect(where(andContains(['Name'], '%'), ['Support', '50% off'])).toEqual(['50% off']);
		expect(where(andContains(['Name'], 'o_f'), ['off', 'o_f'])).toEqual(['o_f']);
		expect(where(andContains(['Name'], '\\'), ['a', 'a\\b'])).toEqual(['a\\b']);
	});
});
