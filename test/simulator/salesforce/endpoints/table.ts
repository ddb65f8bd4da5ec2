import { clearRouting } from './clearRouting.ts';
import { createTranscript, createTranscriptAsJavaDoes } from './createTranscript.ts';
import { createTranscriptsInBulk } from './createTranscriptsInBulk.ts';
import { createVoiceCall } from './createVoiceCall.ts';
import type { Endpoint } from './Endpoint.ts';
import { executeOmniFlow } from './executeOmniFlow.ts';
import { postCallEvent } from './postCallEvent.ts';
import { realTimeEvent } from './realTimeEvent.ts';
import { requestCallback } from './requestCallback.ts';
import { rerouteVoiceCall, rerouteVoiceCallByPost } from './rerouteVoiceCall.ts';
import { routeVoiceCall, routeVoiceCallAsClientsDo } from './routeVoiceCall.ts';
import { updateVoiceCall } from './updateVoiceCall.ts';

/** Every operation the simulator knows; one file each beside this one. */
export const ENDPOINTS: Endpoint[] = [
	createVoiceCall,
	updateVoiceCall,
	routeVoiceCall,
	routeVoiceCallAsClientsDo,
	clearRouting,
	executeOmniFlow,
	rerouteVoiceCall,
	rerouteVoiceCallByPost,
	requestCallback,
	createTranscript,
	createTranscriptAsJavaDoes,
	createTranscriptsInBulk,
	realTimeEvent,
	postCallEvent,
];
