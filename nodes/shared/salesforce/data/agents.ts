import { type List, textOf } from './list';
import { andContains } from './soql';

/**
 * The users who can log in to Salesforce itself (Object Reference, User: IsActive, UserType). Their value is the ID, or
 * the username for where the API wants that.
 */
export function agents(value: 'Id' | 'Username'): List {
	return {
		soql: (search) =>
			`SELECT Id, Name, Username FROM User WHERE IsActive = true AND UserType = 'Standard'${andContains(['Name', 'Username'], search)} ORDER BY Name`,
		choice(record, instanceUrl) {
			const id = textOf(record, 'Id');
			const username = textOf(record, 'Username');
			if (id === '' || username === '') return undefined;
			return {
				// Two reps may have the same name, but no two the same username.
				name: `${textOf(record, 'Name')} (${username})`.trim(),
				value: value === 'Id' ? id : username,
				url: `${instanceUrl}/${id}`,
			};
		},
	};
}
