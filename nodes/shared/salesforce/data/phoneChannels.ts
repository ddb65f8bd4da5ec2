import { type List, textOf } from './list';
import { andContains } from './soql';

/**
 * The phone channels: MessagingChannel of the MessageType Voice, whose MessagingPlatformKey is the number that is called.
 * So does Salesforce's own Amazon Connect integration find a contact center's numbers. Their value is that number.
 */
export const phoneChannels: List = {
	soql: (search) =>
		`SELECT MasterLabel, MessagingPlatformKey FROM MessagingChannel WHERE MessageType = 'Voice' AND IsActive = true${andContains(['MasterLabel', 'MessagingPlatformKey'], search)} ORDER BY MasterLabel`,
	choice(record) {
		const number = textOf(record, 'MessagingPlatformKey');
		const label = textOf(record, 'MasterLabel');
		if (number === '') return undefined;
		return { name: label === '' || label === number ? number : `${label} (${number})`, value: number };
	},
};
