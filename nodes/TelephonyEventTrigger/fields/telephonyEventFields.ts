import type { INodeProperties } from 'n8n-workflow';
import { genericMappingFields } from './genericMapping';
import { genericVerificationFields } from './genericVerification';
import { optionFields } from './options';
import { providerFields } from './provider';
import { twilioFields } from './twilio';

export const telephonyEventFields: INodeProperties[] = [
	...providerFields,
	...genericVerificationFields,
	...genericMappingFields,
	...twilioFields,
	...optionFields,
];
