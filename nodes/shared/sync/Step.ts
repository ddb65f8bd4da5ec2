import type { CreateVoiceCallFields } from '../salesforce/createVoiceCall';
import type { Utterance } from '../salesforce/createTranscript';
import type { ExecuteOmniFlowFields } from '../salesforce/executeOmniFlow';
import type { ClearRoutingFields } from '../salesforce/clearRouting';
import type { RouteVoiceCallFields } from '../salesforce/routeVoiceCall';
import type { UpdateVoiceCallFields } from '../salesforce/updateVoiceCall';
import type { TransferProgress } from './Progress';

/** One request that brings a call's record closer to the call. `key` tells the steps of one call apart. */
export type Step =
	| { readonly kind: 'create'; readonly key: 'create'; readonly fields: CreateVoiceCallFields }
	| {
			readonly kind: 'createTransfer';
			readonly key: string;
			readonly fields: CreateVoiceCallFields;
			readonly transfer: TransferProgress;
	  }
	| { readonly kind: 'route'; readonly key: 'route'; readonly fields: RouteVoiceCallFields }
	| { readonly kind: 'executeOmniFlow'; readonly key: 'route'; readonly fields: ExecuteOmniFlowFields }
	| {
			readonly kind: 'activeUpdate';
			readonly key: 'activeUpdate';
			readonly fields: UpdateVoiceCallFields;
			readonly fingerprint: string;
	  }
	| {
			readonly kind: 'transcript';
			readonly key: string;
			readonly fields: Utterance;
			/** Of the event that told the line. */
			readonly eventId: string;
	  }
	| { readonly kind: 'clearRouting'; readonly key: 'clearRouting'; readonly fields: ClearRoutingFields }
	| {
			readonly kind: 'finalUpdate';
			readonly key: 'finalUpdate';
			readonly fields: UpdateVoiceCallFields;
			readonly fingerprint: string;
	  }
	| {
			readonly kind: 'finalUpdateOfTransfer';
			readonly key: string;
			readonly fields: UpdateVoiceCallFields;
			readonly fingerprint: string;
			/** Of the event that told the transfer. */
			readonly eventId: string;
	  };

/** Whether a step would do harm when done twice; routing rings a rep, and a transfer may get a second record. */
export function isOnceOnly(step: Step): boolean {
	switch (step.kind) {
		case 'route':
		case 'executeOmniFlow':
		case 'createTransfer':
			return true;
		case 'create':
			return step.fields.initiationMethod === 'Transfer';
		default:
			return false;
	}
}
