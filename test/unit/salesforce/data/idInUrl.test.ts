import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idInUrl } from '../../../../nodes/shared/salesforce/data/idInUrl';

const LIGHTNING = 'https://acme.lightning.force.com';

describe('the ID in the address of a page', () => {
	it.each<[prefix: string, url: string, id: string | undefined]>([
		['005', `${LIGHTNING}/lightning/r/User/005000000000001AAA/view`, '005000000000001AAA'],
		[
			'005',
			`${LIGHTNING}/lightning/setup/ManageUsers/page?address=%2F005000000000001%3Fnoredirect%3D1`,
			'005000000000001',
		],
		['005', 'https://acme.my.salesforce.com/005000000000001', '005000000000001'],
		['005', 'https://acme.my.salesforce.com/005000000000001AAA?noredirect=1', '005000000000001AAA'],
		[
			'00G',
			`${LIGHTNING}/lightning/setup/Queues/page?address=%2Fp%2Fown%2FQueue%2Fd%3Fid%3D00G000000000001AAA`,
			'00G000000000001AAA',
		],
		[
			'00G',
			'https://acme.my.salesforce.com/p/own/Queue/d?id=00G000000000001&setupid=Queues',
			'00G000000000001',
		],
		['300', `${LIGHTNING}/lightning/setup/Flows/page?address=%2F300000000000001AAA`, '300000000000001AAA'],
		['300', `${LIGHTNING}/x?startURL=%252F300000000000001AAA`, '300000000000001AAA'],
		['300', `${LIGHTNING}/builder_platform_interaction/flowBuilder.app?flowId=301000000000001AAA`, undefined],
		['005', `${LIGHTNING}/lightning/r/Account/001000000000001AAA/view`, undefined],
		['00G', '00G000000000001AAA', undefined],
		['00G', 'https://acme.my.salesforce.com/x00G000000000001', undefined],
		['00G', 'https://acme.my.salesforce.com/00G0000000000012', undefined],
		['00G', '', undefined],
	])('%s in %s is %s', (prefix, url, id) => {
		expect(idInUrl(url, prefix)).toBe(id);
	});

	it('never holds anything but letters and digits', () => {
		fc.assert(
			fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
				const id = idInUrl(url, '005');
				expect(id === undefined || /^005[A-Za-z0-9]{12,15}$/.test(id)).toBe(true);
			}),
		);
	});
});
