import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';
import { idPattern } from '../../salesforce/data/idInUrl';
import type { salesforceLists } from './salesforceLists';

interface PickerField extends Omit<INodeProperties, 'type' | 'default' | 'modes' | 'placeholder'> {
	/** What stands in the field at first, often an expression. */
	readonly default?: string;
	/** For the modes in which the value is entered. */
	readonly placeholder: string;
}

interface PickerModes {
	readonly search: keyof typeof salesforceLists.listSearch;
	/** Label of the mode in which the value itself is entered: 'By ID', or up to eight letters, for which there is room. */
	readonly entered: string;
	/** What the list is of, e.g. 'a queue'. */
	readonly one: string;
	/** What the records' IDs begin with, where the address of their page will do as well. */
	readonly byUrl?: { readonly idPrefix: string; readonly placeholder: string };
}

const BY_URL = { displayName: 'By URL', name: 'url' };

function urlMode(
	{ idPrefix, placeholder }: NonNullable<PickerModes['byUrl']>,
	one: string,
): INodePropertyMode {
	return {
		...BY_URL,
		type: 'string',
		placeholder,
		validation: [
			{
				type: 'regex',
				properties: {
					regex: `${idPattern(idPrefix)}.*`,
					errorMessage: `This is not the address of ${one} in Salesforce: it has no ID that starts with ${idPrefix}`,
				},
			},
		],
		extractValue: { type: 'regex', regex: idPattern(idPrefix) },
	};
}

/**
 * A field whose value is chosen from a list read from Salesforce, entered as it is, or taken from the address of a page. The
 * value itself is entered at first, since lists need a credential that not everybody has.
 */
export function picker(
	{ default: first = '', placeholder, ...field }: PickerField,
	{ search, entered, one, byUrl }: PickerModes,
): INodeProperties {
	// The editor calls a mode named `id` By ID, whatever its label.
	const mode = entered === 'By ID' ? 'id' : 'name';
	return {
		...field,
		type: 'resourceLocator',
		default: { __rl: true, mode, value: first },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Choose ${one}`,
				typeOptions: { searchListMethod: search, searchable: true },
			},
			{ displayName: entered, name: mode, type: 'string', placeholder },
			...(byUrl ? [urlMode(byUrl, one)] : []),
		],
	};
}
