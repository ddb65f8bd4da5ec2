import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { SimulatorOptions } from './options.ts';
import { startSimulator } from './startSimulator.ts';

/**
 * The simulator as a program: `node test/simulator/main.ts --port 0 --config file.json`, the file holding
 * SimulatorOptions. Prints its address when it listens; SIGTERM and SIGINT end it.
 */
const { values } = parseArgs({ options: { port: { type: 'string' }, config: { type: 'string' } } });
if (values.config === undefined) {
	process.stderr.write('Usage: node test/simulator/main.ts --config file.json [--port number]\n');
	process.exit(2);
}
const options = JSON.parse(readFileSync(values.config, 'utf8')) as SimulatorOptions;
const port = values.port === undefined ? options.port : Number(values.port);
const simulator = await startSimulator(port === undefined ? options : { ...options, port });
process.stdout.write(`${simulator.url}\n`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}
