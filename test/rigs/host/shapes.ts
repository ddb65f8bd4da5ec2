/** A credential as it is saved. */
export interface CredentialData {
	readonly name: string;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** A node as a workflow file has it. */
export interface NodeJson {
	readonly name: string;
	readonly type: string;
	readonly webhookId?: string;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly [more: string]: unknown;
}

/** A workflow file. */
export interface WorkflowJson {
	readonly name: string;
	readonly nodes: readonly NodeJson[];
	readonly connections: Readonly<Record<string, unknown>>;
	readonly [more: string]: unknown;
}

export interface ExecutionSummary {
	readonly id: string;
	readonly status: string;
	readonly mode: string;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text under `name`, or undefined. */
export function textAt(value: unknown, name: string): string | undefined {
	const member = isRecord(value) ? value[name] : undefined;
	return typeof member === 'string' ? member : undefined;
}

/** The text under `name`. Throws when n8n's answer has none. */
export function demandText(value: unknown, name: string): string {
	const text = textAt(value, name);
	if (text === undefined)
		throw new Error(`n8n's answer has no "${name}": ${JSON.stringify(value)?.slice(0, 300)}`);
	return text;
}

/** The list under `name`; empty when there is none. */
export function listAt(value: unknown, name: string): unknown[] {
	const member = isRecord(value) ? value[name] : undefined;
	return Array.isArray(member) ? member : [];
}
