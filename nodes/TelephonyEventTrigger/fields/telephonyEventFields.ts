import type { INodeProperties } from 'n8n-workflow';
import { accountFields } from './account';
import { amazonConnectFields } from './amazonConnect';
import { freeswitchCdrFields } from './freeswitchCdr';
import { genericMappingFields } from './genericMapping';
import { genericVerificationFields } from './genericVerification';
import { optionFields } from './options';
import { providerFields } from './provider';
import { ringcentralFields } from './ringcentral';
import { twilioFields } from './twilio';
import { vonageFields } from './vonage';

export const telephonyEventFields: INodeProperties[] = [
	...providerFields,
	...genericVerificationFields,
	...genericMappingFields,
	...twilioFields,
	...vonageFields,
	...ringcentralFields,
	...accountFields,
	...amazonConnectFields,
	...freeswitchCdrFields,
	...optionFields,
];
