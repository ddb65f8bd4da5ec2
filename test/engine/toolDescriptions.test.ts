import type { INode, INodeParameters, INodeType, INodeTypes } from 'n8n-workflow';
import { beforeAll, expect, it } from 'vitest';
import { n8nWorkflow } from './core.ts';
import { Engine } from './Engine.ts';

const { NodeHelpers, Workflow } = n8nWorkflow;

let engine: Engine;
beforeAll(async () => {
	engine = await Engine.start();
});

/** The node as n8n hands it to an AI agent: under another name, which is how it is known for a tool (ai-tools.js of n8n). */
function asTool(name: string): INodeType {
	const type = engine.nodeType(name);
	return { ...type, description: { ...type.description, name: `${name}Tool` } };
}

/** What an agent is told of a node that was dragged to its tools and set to these parameters. */
function toldOf(name: string, parameters: INodeParameters, type: INodeType = asTool(name)): string {
	const given: INode = {
		...{ id: 'tool', name: 'Tool', type: name, typeVersion: 1, position: [0, 0] },
		parameters,
	};
	const nodeTypes: INodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [given], connections: {}, active: false, nodeTypes });
	return NodeHelpers.getToolDescriptionForNode(workflow.nodes.Tool ?? given, type);
}

/** Every node that an agent may have, with each of its operations. */
function tools(): Array<[name: string, operation: string | undefined]> {
	return Object.keys(engine.nodeTypes).flatMap((name): Array<[string, string | undefined]> => {
		const { usableAsTool, properties } = engine.nodeType(name).description;
		if (!usableAsTool) return [];
		const operation = properties.find((property) => property.name === 'operation');
		if (!operation) return [[name, undefined]];
		return (operation.options ?? []).flatMap((option): Array<[string, string]> =>
			'value' in option ? [[name, String(option.value)]] : [],
		);
	});
}

it('tells an agent of each operation what it does, what it needs and what comes back', () => {
	expect(tools()).toHaveLength(18);
	const told = tools().map(([name, operation]) => toldOf(name, operation === undefined ? {} : { operation }));
	expect(new Set(told).size).toBe(told.length);
	for (const text of told) {
		expect(text).toMatch(/^[A-Z].* Needs .* Gives back .*\.$/);
		// What some models cut off.
		expect(text.length).toBeLessThanOrEqual(1_000);
	}
});

it('warns of what makes phones ring, closes calls or cannot be undone', () => {
	const warned = tools()
		.filter(([name, operation]) =>
			toldOf(name, operation === undefined ? {} : { operation }).includes('Caution: '),
		)
		.map(([name, operation]) => (operation === undefined ? name : `${name}.${operation}`));
	expect(warned.sort()).toEqual([
		'addCallTranscript.redactTranscript',
		'placeOutboundCall.dialFromPbx',
		'placeOutboundCall.placeCall',
		'routeVoiceCall.executeOmniFlow',
		'routeVoiceCall.requestCallback',
		'routeVoiceCall.reroute',
		'routeVoiceCall.route',
		'updateVoiceCall',
	]);
});

it('tells an agent the words of the admin when there are any', () => {
	const toolDescription = 'Only for calls about invoices.';
	expect(toldOf('routeVoiceCall', { operation: 'reroute', toolDescription })).toBe(toolDescription);
});

it('keeps the words for agents out of the panel of a node in a workflow', () => {
	for (const [name, operation] of tools()) {
		const { description } = engine.nodeType(name);
		const parameters = operation === undefined ? {} : { operation };
		const filled = NodeHelpers.getNodeParameters(
			description.properties,
			parameters,
			true,
			false,
			null,
			description,
		);
		expect(Object.keys(filled ?? {}), name).not.toContain('toolDescription');
	}
});
