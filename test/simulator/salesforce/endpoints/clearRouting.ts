import type { Endpoint } from './Endpoint.ts';

/** PATCH /voiceCalls/{id}/clearRouting (section 12): no parameters; clients send `null`, `{}` or nothing. */
export const clearRouting: Endpoint = {
	name: 'Clear Routing',
	method: 'PATCH',
	path: '/voiceCalls/:callId/clearRouting',
	bodyOptional: true,
	rules: () => ({}),
	handle(request, org) {
		const { status, body } = org.settings.clearRoutingAnswer;
		const headers: Record<string, string> =
			body === '' ? {} : { 'content-type': 'application/json;charset=UTF-8' };
		const call = org.calls.find(request.sender.contactCenter.organizationId, request.callId);
		if (call !== undefined) org.calls.clearPendingRouting(call, 'clear routing asked for');
		else if (org.settings.clearRoutingOfUnknownCall === 'notFound') {
			const message = 'no voice call has this id or vendor call key';
			return org.refuse(request.number, org.settings.unknownCallStatus, 'unknown-call', message);
		}
		return { status, headers, body };
	},
};
