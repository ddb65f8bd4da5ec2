import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Core from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';

// n8n-core writes its settings into the user folder as soon as it is loaded.
process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'engine-'));
process.env.N8N_ENCRYPTION_KEY ??= 'only-for-tests';
// What the nodes warn of is looked at where it is tested, and would only fill the report elsewhere.
process.env.N8N_LOG_LEVEL ??= 'error';
// n8n 1.123 would complain about the settings file in every test file's output.
process.env.N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS ??= 'true';

const PROJECT = join(import.meta.dirname, '..', '..');

/** Where `node scripts/run.mjs test:lts` has put another n8n-core; the project's own is used when it is not named. */
const elsewhere = process.env.N8N_CORE_FOLDER;

/** The built package, at a place from which it finds the same n8n-workflow as the engine. */
export const packageFolder = elsewhere ? join(elsewhere, 'package') : PROJECT;

/**
 * Loads from beside the n8n-core under test. By require, so that tests, engine and package share one copy of n8n-workflow, as
 * they do in n8n.
 */
export const requireFromCore = createRequire(join(elsewhere ?? PROJECT, 'package.json'));
requireFromCore('reflect-metadata');

export const core = requireFromCore('n8n-core') as typeof Core;

export const n8nWorkflow = requireFromCore('n8n-workflow') as typeof N8nWorkflow;

type RunTrigger = InstanceType<typeof Core.TriggersAndPollers>['runTriggerFunction'];

/** Starts a trigger as n8n does. The core of n8n 1.123 has it under another name and does not export it. */
export const runTrigger: RunTrigger = async (...args) => {
	if ('TriggersAndPollers' in core) return await new core.TriggersAndPollers().runTriggerFunction(...args);
	const { TriggersAndPollers } = requireFromCore('n8n-core/dist/execution-engine/triggers-and-pollers') as {
		TriggersAndPollers: new () => { runTrigger: RunTrigger };
	};
	return await new TriggersAndPollers().runTrigger(...args);
};
