import { type List, textOf } from './list';
import { andContains } from './soql';

/**
 * The queues that take voice calls: Group of the type Queue, tied to VoiceCall by a QueueSobject (Object Reference,
 * QueueSobject; the same way of asking is in Salesforce's own skills for Omni-Channel queues). Their value is the ID, or
 * the name for where the API wants that.
 */
export function queues(value: 'Id' | 'Name'): List {
	return {
		// Only by name: an OR beside a subquery is refused.
		soql: (search) =>
			`SELECT Id, Name FROM Group WHERE Type = 'Queue' AND Id IN (SELECT QueueId FROM QueueSobject WHERE SobjectType = 'VoiceCall')${andContains(['Name'], search)} ORDER BY Name`,
		choice(record, instanceUrl) {
			const id = textOf(record, 'Id');
			const name = textOf(record, 'Name');
			if (id === '' || name === '') return undefined;
			return { name, value: value === 'Id' ? id : name, url: `${instanceUrl}/${id}` };
		},
	};
}
