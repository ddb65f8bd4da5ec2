import type { IWebhookFunctions } from 'n8n-workflow';
import { transportFor } from '../../shared/host/egress';
import { TransportError } from '../../shared/http/TransportError';
import { type Outside, OutsideProblem } from '../../shared/provider/Provider';

/** Senders wait 3 s at the least (Zoom, RingCentral), and two requests may be needed before the answer. */
const LIMIT_MS = 1_200;

const AGAIN = 'The sender will try again; look at its own console if that goes on.';

/** The limit for all of it: the transport's own begins when a connection is open, so that neither DNS nor it counts. */
async function inTime<Result>(url: string, work: Promise<Result>): Promise<Result> {
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<never>((_resolve, reject) => {
		const what = `${new URL(url).host} was not reached, or did not answer, within ${LIMIT_MS} ms.`;
		timer = setTimeout(() => {
			reject(new OutsideProblem({ code: 'outside.late', what, fix: AGAIN }));
		}, LIMIT_MS);
	});
	try {
		return await Promise.race([work, limit]);
	} finally {
		clearTimeout(timer);
	}
}

/** GET requests on behalf of a webhook call, under n8n's own rules for outgoing requests. Redirects are not followed. */
export function outsideOf(context: IWebhookFunctions): Outside {
	return {
		async get(url) {
			try {
				const request = { method: 'GET', url, headers: {}, timeoutMs: LIMIT_MS } as const;
				const { status, body } = await inTime(url, transportFor(context).send(request));
				if (status === 200) return body;
				throw new OutsideProblem({
					code: 'outside.status',
					what: `${new URL(url).host} answered ${status} where 200 was expected.`,
					fix: AGAIN,
				});
			} catch (error) {
				if (!(error instanceof TransportError)) throw error;
				throw new OutsideProblem(
					{ code: 'outside.unreachable', what: error.what, fix: error.fix },
					{ cause: error },
				);
			}
		},
	};
}
