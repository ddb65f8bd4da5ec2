import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { type InputPaths, inputPaths, pickFromInput } from './inputValue';

type Asked = Pick<IExecuteFunctions, 'getInputData' | 'getNode' | 'getNodeParameter'>;

interface Plan {
	/** Set when the parameter is the same for every item. */
	constant?: { readonly value: unknown };
	readonly isConstant: boolean;
	readonly paths: InputPaths | undefined;
}

function holdsExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsExpression);
}

/**
 * What n8n gives for the parameters of a node in one execution. For every expression n8n makes a world of its own, with
 * all the names one may use: 50 µs and more for each field of each item, most of what an item costs (measured with n8n
 * 2.40). So n8n is asked once for a parameter without an expression, and not at all for one that only picks a value from
 * the item, as most defaults of these nodes do.
 */
export class ParameterSource {
	private static readonly ofContexts = new WeakMap<object, ParameterSource>();

	private readonly plans = new Map<string, Plan>();

	private items: readonly INodeExecutionData[] | undefined;

	private constructor(private readonly context: Asked) {}

	/** The one of this execution of the node. */
	static of(context: Asked): ParameterSource {
		const known = this.ofContexts.get(context);
		if (known) return known;
		const source = new ParameterSource(context);
		this.ofContexts.set(context, source);
		return source;
	}

	/** A parameter's value for an item, as `getNodeParameter` gives it. Throws what that throws. */
	get(name: string, itemIndex: number, fallback: object | null): unknown {
		const plan = this.planFor(name, fallback);
		if (plan.constant) return plan.constant.value;
		const found = plan.paths && this.pick(plan.paths, itemIndex);
		if (found) return found.value;
		const value: unknown = this.context.getNodeParameter(name, itemIndex, fallback);
		if (plan.isConstant) plan.constant = { value };
		return value;
	}

	private pick(paths: InputPaths, itemIndex: number): ReturnType<typeof pickFromInput> {
		this.items ??= this.itemsOfExpressions();
		const item = this.items[itemIndex];
		return item && pickFromInput(paths, item.json);
	}

	/** What `$json` stands for. As a tool a node's input is what the agent gave it, but `$json` is the agent's own input. */
	private itemsOfExpressions(): readonly INodeExecutionData[] {
		return this.context.getNode().type.endsWith('Tool') ? [] : this.context.getInputData();
	}

	private planFor(name: string, fallback: object | null): Plan {
		const known = this.plans.get(name);
		if (known) return known;
		const text: unknown = this.context.getNodeParameter(name, 0, fallback, { rawExpressions: true });
		const plan = {
			isConstant: !holdsExpression(text),
			paths: typeof text === 'string' ? inputPaths(text) : undefined,
		};
		this.plans.set(name, plan);
		return plan;
	}
}
