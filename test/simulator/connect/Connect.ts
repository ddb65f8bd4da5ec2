import type { ConnectSession } from './Sessions.ts';
import type { ConnectSettings } from './settings.ts';
import type { UploadJob } from './UploadJobs.ts';

export interface Grant {
	accessToken: string;
	refreshToken: string;
}

/** What a test sees of the Connect REST API side. Lists are copies, oldest first. */
export interface Connect {
	readonly settings: ConnectSettings;
	readonly uploads: UploadJob[];
	readonly tokens: ConnectSession[];
	/** Plays a user who connects the app in a browser. The first app when none is named. */
	grant(username: string, clientId?: string): Grant;
	/** Ends every access token now. */
	expireTokens(): void;
	/** Plays the user who takes back what they allowed the app. */
	revokeRefreshTokens(): void;
	configure(changes: Partial<ConnectSettings>): void;
	/** Resolves when every upload's job is done. */
	settled(): Promise<void>;
}
