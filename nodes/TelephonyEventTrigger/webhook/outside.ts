import type { IWebhookFunctions } from 'n8n-workflow';
import { transportFor } from '../../shared/host/egress';
import { TransportError } from '../../shared/http/TransportError';
import { type Outside, OutsideProblem } from '../../shared/provider/Provider';

/** Senders wait 3 s at the least (Zoom, RingCentral), and two requests may be needed before the answer. */
const LIMIT_MS = 1_200;

/** GET requests on behalf of a webhook call, under n8n's own rules for outgoing requests. Redirects are not followed. */
export function outsideOf(context: IWebhookFunctions): Outside {
	return {
		async get(url) {
			try {
				const { status, body } = await transportFor(context).send({
					method: 'GET',
					url,
					headers: {},
					timeoutMs: LIMIT_MS,
				});
				if (status === 200) return body;
				throw new OutsideProblem({
					code: 'outside.status',
					what: `${new URL(url).host} answered ${status} where 200 was expected.`,
					fix: 'The sender will try again; look at its own console if that goes on.',
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
