import { jsonAnswer } from '../../server/Answer.ts';
import type { ConnectEndpoint } from './ConnectEndpoint.ts';

/** GET /services/data/vXX.0/: what the version offers; needs a token and nothing else. */
export const listResources: ConnectEndpoint = {
	name: 'listResources',
	kind: 'resource',
	method: 'GET',
	path: '/:version/',
	handle: (_org, { params }) =>
		jsonAnswer(200, {
			connect: `/services/data/${params['version']}/connect`,
			query: `/services/data/${params['version']}/query`,
		}),
};
