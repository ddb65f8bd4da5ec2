import { clearRouting } from './clearRouting.ts';
import { createVoiceCall } from './createVoiceCall.ts';
import type { Endpoint } from './Endpoint.ts';
import { routeVoiceCall, routeVoiceCallAsClientsDo } from './routeVoiceCall.ts';
import { updateVoiceCall } from './updateVoiceCall.ts';

/** Every operation the simulator knows; one file each beside this one. */
export const ENDPOINTS: Endpoint[] = [
	createVoiceCall,
	updateVoiceCall,
	routeVoiceCall,
	routeVoiceCallAsClientsDo,
	clearRouting,
];
