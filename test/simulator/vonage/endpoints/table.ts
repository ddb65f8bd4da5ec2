import { controlRecording } from './controlRecording.ts';
import { findAgents } from './findAgents.ts';
import { getAgent } from './getAgent.ts';
import { getCall } from './getCall.ts';
import { placeCall } from './placeCall.ts';
import type { TokenEndpoint, V0Endpoint } from './VonageEndpoint.ts';

/** Under `/v0`; the operations have one file each beside this one. */
export const V0_ENDPOINTS: Array<V0Endpoint | TokenEndpoint> = [
	{ kind: 'token', service: 'v0', name: 'Get a Bearer Access Token', method: 'POST', path: '/oauth2/token' },
	placeCall,
	getCall,
	controlRecording,
	getAgent,
	findAgents,
];

/** Under `/auth`. */
export const GATEWAY_ENDPOINTS: TokenEndpoint[] = [
	{ kind: 'token', service: 'gateway', name: 'Authenticate', method: 'POST', path: '/connect/token' },
];
