import { join } from 'node:path';
import { projectRoot } from '../folders.ts';
import { setStage } from '../stage.ts';
import { Editor } from './Editor.ts';

/** `node scripts/run.mjs screenshots`: makes the README's picture of the example workflow in n8n's editor. */
const file = join(projectRoot, 'docs', 'images', 'workflow.png');

const say = (line: string): void => void process.stdout.write(`» ${line}\n`);

const stage = await setStage({ progress: say });
try {
	const editor = await Editor.open(stage.n8n);
	try {
		await editor.openWorkflow(stage.workflowId);
		await editor.picture(file);
		say(`wrote ${file}`);
	} finally {
		await editor.close();
	}
} finally {
	await stage.close();
}
