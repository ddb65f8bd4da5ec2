import type { INodeProperties } from 'n8n-workflow';
import { callFields } from './calls';
import { optionFields } from './options';
import { sourceFields } from './source';

export const pbxTriggerFields: INodeProperties[] = [...sourceFields, ...callFields, ...optionFields];
