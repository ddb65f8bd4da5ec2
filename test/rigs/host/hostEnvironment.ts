import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rigs } from '../folders.ts';

/** What one n8n is started with. */
export interface HostPlace {
	readonly port: number;
	/** A second port, for n8n's task broker, so that several n8n can run side by side. */
	readonly brokerPort: number;
	readonly userFolder: string;
	readonly encryptionKey: string;
}

/** It fetches a list of servers from n8n's own site at every start. */
const UNWANTED_MODULES = ['mcp-registry'];

/** n8n 1.123 does not have each of them, and does not start when told to leave out one that it does not know. */
function isInN8n(module: string): boolean {
	return existsSync(join(rigs().n8nFolder, 'node_modules', 'n8n', 'dist', 'modules', module));
}

/**
 * The whole environment of a scratch n8n: on loopback only, nothing sent home, nothing inherited from the developer's own n8n.
 * `more` is laid over it.
 */
export function hostEnvironment(place: HostPlace, more: Record<string, string> = {}): Record<string, string> {
	return {
		PATH: process.env['PATH'] ?? '',
		HOME: place.userFolder,
		NODE_ENV: 'production',
		GENERIC_TIMEZONE: 'UTC',
		N8N_USER_FOLDER: place.userFolder,
		N8N_ENCRYPTION_KEY: place.encryptionKey,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(place.port),
		N8N_RUNNERS_BROKER_PORT: String(place.brokerPort),
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${place.port}`,
		N8N_WEBHOOK_URL: `http://127.0.0.1:${place.port}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_PYTHON_ENABLED: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_DISABLED_MODULES: UNWANTED_MODULES.filter(isInN8n).join(','),
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
		N8N_LOG_LEVEL: 'info',
		...more,
	};
}
