import { describeVoiceCall, nextPage, startQuery } from '../data/dataEndpoints.ts';
import type { Simulation } from '../Simulation.ts';
import type { Answer } from '../server/Answer.ts';
import type { Api, Visit } from '../server/Api.ts';
import type { ConnectEndpoint } from './endpoints/ConnectEndpoint.ts';
import { getEntries, updateEntries } from './endpoints/conversationEntries.ts';
import { getUploadStatuses } from './endpoints/getUploadStatuses.ts';
import { issueToken } from './endpoints/issueToken.ts';
import { listResources } from './endpoints/listResources.ts';
import { uploadConversations } from './endpoints/uploadConversations.ts';
import { readUploadBody } from './readUploadBody.ts';
import { digestOf } from './Sessions.ts';

const SESSION_ENDED = 'Session expired or invalid';

/**
 * Connect REST API of the organizations (section 17), as far as transcripts need it, and what lists to choose from are read
 * with from the REST API around it.
 */
export const connectApi: Api<ConnectEndpoint> = {
	territory: '/services/data',
	basePath: '/services/data',
	endpoints: [
		listResources,
		uploadConversations,
		getUploadStatuses,
		getEntries,
		updateEntries,
		startQuery,
		nextPage,
		describeVoiceCall,
	],
	recordToken(record, authorization) {
		if (authorization.startsWith('Bearer ')) record.tokenDigest = digestOf(authorization);
	},
	presentBody: (body) => body.replace(/(^|&)(client_secret|refresh_token|assertion)=[^&]*/g, '$1$2=***'),
	faultKeys: () => ({}),
	async readBody({ connect }, { record, destination, authorization }, request, share) {
		if (typeof destination !== 'object' || destination.endpoint.kind !== 'resource') return undefined;
		if (destination.endpoint.takesUpload !== true) return undefined;
		const session = connect.sessions.use(authorization, connect.now());
		if (session === undefined && connect.settings.tokenCheck === 'early') return '';
		const { organizationId = '' } = session ?? {};
		return await readUploadBody(request, record, share, {
			keep: connect.settings.keepEntries,
			isFailing: (id, entry) => connect.isFailing(connect.conversation(organizationId, id), entry),
		});
	},
	handle,
	unauthorized: ({ connect }) => connect.decline(401, 'INVALID_SESSION_ID', SESSION_ENDED),
	refuseBadUrl: ({ connect }, record) =>
		connect.refuse(record.number, 400, 'bad-url', 'the path is not percent-encoded correctly'),
};

/** The token service of the organizations. */
export const connectTokenApi: Api<ConnectEndpoint> = {
	...connectApi,
	territory: '/services/oauth2',
	basePath: '/services/oauth2',
	endpoints: [issueToken],
};

/** Whether an address belongs to Connect REST rather than to the telephony API. */
export function isConnectUrl(url: string): boolean {
	return url.startsWith('/services/');
}

function handle({ connect }: Simulation, visit: Visit<ConnectEndpoint>): Answer {
	const { destination, record } = visit;
	if (destination === 'nowhere') {
		return connect.refuse(record.number, 404, 'not-found', 'The requested resource does not exist');
	}
	if (destination === 'wrong-method') {
		return connect.refuse(record.number, 405, 'method-not-allowed', 'HTTP method not allowed.');
	}
	const { endpoint, params } = destination;
	if (endpoint.kind === 'token') return endpoint.handle(connect, visit);
	const session = connect.sessions.use(visit.authorization, connect.now());
	if (session === undefined) return connect.refuse(record.number, 401, 'invalid-session-id', SESSION_ENDED);
	const tooMany = connect.limit(session);
	if (tooMany !== undefined) return tooMany;
	const major = /^v(\d+)\.0$/.exec(params['version'] ?? '')?.[1];
	if (major === undefined || Number(major) < 51) {
		return connect.refuse(record.number, 404, 'not-found', `There is no version ${params['version']}`);
	}
	return endpoint.handle(connect, { visit, session, params, query: new URLSearchParams(record.query) });
}
