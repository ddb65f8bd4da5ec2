import { requireFromCore } from './core.ts';

export interface LogLine {
	readonly level: string;
	readonly message: string;
	readonly fields: Readonly<Record<string, unknown>>;
}

type Write = (message: string, fields?: Record<string, unknown>) => void;

interface Recorder {
	readonly lines: LogLine[];
	/** Puts n8n's own logger back. */
	stop(): void;
}

/** Stands in for n8n's logger where nodes find it, and keeps what is written, the levels below n8n's usual one too. */
export function recordLog(): Recorder {
	const { Logger } = requireFromCore('@n8n/backend-common') as { Logger: new (...parts: never[]) => object };
	const { Container } = requireFromCore('@n8n/di') as {
		Container: {
			get<T>(type: new (...parts: never[]) => T): T;
			set(type: new (...parts: never[]) => object, value: object): void;
		};
	};
	const own = Container.get(Logger);
	const lines: LogLine[] = [];
	const at = (level: string): Write => {
		return (message, fields = {}) => {
			lines.push({ level, message, fields });
		};
	};
	const recorder: Record<string, unknown> = {
		error: at('error'),
		warn: at('warn'),
		info: at('info'),
		debug: at('debug'),
		scoped: () => recorder,
	};
	Container.set(Logger, recorder);
	return { lines, stop: () => Container.set(Logger, own) };
}
