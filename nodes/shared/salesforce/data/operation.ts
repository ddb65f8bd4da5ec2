import type { HttpResponse } from '../../http/HttpTransport';
import { kindOfBody } from '../../http/answer';
import { ServiceError } from '../../ServiceError';
import type { Session } from '../connect/account';
import { type Operation, perform as performThere } from '../connect/operation';
import { statusProblem } from './statusProblem';

/** Nothing is changed by what is done here. */
export const harmless: Pick<Operation<unknown, unknown>, 'repeat' | 'check' | 'leftOpen'> = {
	repeat: () => 'repeatable',
	check: () => [],
	leftOpen: () => ({ what: 'Nothing was changed.', fix: 'Try again.', isHarmless: true }),
};

/** Carries one request to Salesforce's REST API through; see performOperation for what it throws. */
export async function perform<Fields, Result>(
	session: Session,
	operation: Operation<Fields, Result>,
	fields: Fields,
): Promise<Result> {
	return await performThere(session, operation, fields, statusProblem);
}

/** What is thrown for a success that is none. */
export function unreadable(answer: HttpResponse): ServiceError {
	return new ServiceError(
		{
			code: 'salesforce.notJson',
			what: `Salesforce answered (${answer.status}) with ${kindOfBody(answer)}.`,
			fix: 'Check the Salesforce credential, or enter the value by hand.',
		},
		{ status: answer.status },
	);
}
