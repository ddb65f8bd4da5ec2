import { isJsonObject } from '../server/checkBody.ts';
import type { AgentChanges } from '../vonage/AgentBook.ts';
import { AGENT_OUTCOMES, AGENT_STATES } from '../vonage/settings.ts';

/** What is to change about an agent, as JSON. Throws a TypeError naming what cannot be. */
export function readAgentChanges(body: unknown): AgentChanges {
	if (!isJsonObject(body)) throw new TypeError('Changes of an agent are a JSON object.');
	const changes: AgentChanges = {};
	for (const [name, value] of Object.entries(body)) {
		if (name === 'state') changes.state = pick(name, value, AGENT_STATES);
		else if (name === 'outcome') changes.outcome = pick(name, value, AGENT_OUTCOMES);
		else throw new TypeError(`An agent has no "${name}" that can be changed.`);
	}
	return changes;
}

function pick<T extends string>(name: string, value: unknown, choices: readonly T[]): T {
	const choice = choices.find((each) => each === value);
	if (choice === undefined) throw new TypeError(`"${name}" is one of ${choices.join(', ')}.`);
	return choice;
}
