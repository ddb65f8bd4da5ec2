import type { INode, INodeParameters, INodeProperties } from 'n8n-workflow';
import { beforeAll, expect, it } from 'vitest';
import { n8nWorkflow } from './core.ts';
import { Engine } from './Engine.ts';

const { NodeHelpers } = n8nWorkflow;

let engine: Engine;
beforeAll(async () => {
	engine = await Engine.start();
});

interface Panel {
	readonly name: string;
	readonly fields: readonly INodeProperties[];
}

/** What a panel shows, top down, with these parameters and the defaults. */
function panel(type: string, parameters: INodeParameters): Panel {
	const { description } = engine.nodeType(type);
	const node: INode = {
		...{ id: type, name: type, type, typeVersion: 1, position: [0, 0] },
		parameters,
	};
	const filled =
		NodeHelpers.getNodeParameters(description.properties, parameters, true, false, node, description) ?? {};
	return {
		name: `${type} ${JSON.stringify(parameters)}`,
		fields: description.properties.filter((field) =>
			NodeHelpers.displayParameter(filled, field, node, description),
		),
	};
}

function choicesOf(field: INodeProperties): INodeParameters[] {
	if (field.type !== 'options') return [];
	return (field.options ?? []).flatMap((option) =>
		'value' in option ? [{ [field.name]: option.value as string }] : [],
	);
}

/** The panels of every node: by each operation or other chooser, and by each chooser that this one shows. */
function panels(): Panel[] {
	return Object.keys(engine.nodeTypes).flatMap((type) => {
		const first = panel(type, {}).fields.flatMap(choicesOf);
		const second = first.flatMap((chosen) =>
			panel(type, chosen)
				.fields.flatMap(choicesOf)
				.map((more) => ({ ...chosen, ...more })),
		);
		const known = new Map([{}, ...first, ...second].map((choice) => [JSON.stringify(choice), choice]));
		return [...known.values()].map((choice) => panel(type, choice));
	});
}

/** What an admin fills in; choosers come before what they show, and notices ask for nothing. */
function isInput({ type }: INodeProperties): boolean {
	return !['notice', 'options', 'multiOptions'].includes(type);
}

it('asks first for what is required', () => {
	const all = panels();
	expect(all.length).toBeGreaterThan(100);
	const late = all.flatMap(({ name, fields }) => {
		const inputs = fields.filter(isInput);
		const firstOptional = inputs.findIndex(({ required }) => required !== true);
		return inputs
			.filter(({ required }, index) => required === true && firstOptional >= 0 && index > firstOptional)
			.map(({ displayName }) => `${name}: ${displayName} behind ${inputs[firstOptional]?.displayName ?? ''}`);
	});
	expect(late).toEqual([]);
});

/** Every text that an admin reads in a panel, those of options and of fields inside of fields too. */
function texts(property: object, path: string): Array<[path: string, text: string]> {
	return Object.entries(property).flatMap(([key, value]): Array<[string, string]> => {
		if (typeof value === 'string') {
			const isRead = ['displayName', 'description', 'hint', 'placeholder', 'action'].includes(key);
			return isRead || (key === 'name' && 'value' in property) ? [[`${path}.${key}`, value]] : [];
		}
		if (typeof value !== 'object' || value === null || key === 'displayOptions') return [];
		const name = 'name' in value ? String(value.name) : key;
		return texts(value, `${path}.${name}`);
	});
}

it('calls people in Salesforce reps, and agents only where the telephony system or the API does', () => {
	const agents = Object.keys(engine.nodeTypes).flatMap((type) => {
		const { properties } = engine.nodeType(type).description;
		return properties
			.filter(({ name }) => name !== 'toolDescription')
			.flatMap((property) => texts(property, `${type}.${property.name}`))
			.filter(([path, text]) => !path.endsWith('placeholder') && /\bagents?\b/i.test(text));
	});
	const allowed: readonly RegExp[] = [
		// Vonage Contact Center and the providers have their own words.
		/^placeOutboundCall\./,
		/^telephonyEventTrigger\./,
		// Products, and what Salesforce calls so: Agentforce agents, the virtual agent of a transcript.
		/Agentforce agent|virtual agent|Agent Assist/,
		// Values of the API, of the call event or of its lines.
		/'agent'|Agent's (Email|ID)|\bAGENT\b|'agentId'|: customer, agent, supervisor/,
		/^For an agent, /,
	];
	const others = agents.filter(([path, text]) => !allowed.some((rule) => rule.test(path) || rule.test(text)));
	expect(others).toEqual([]);
});
