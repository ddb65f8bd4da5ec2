/** Whether a sender was proven, and by what. The reason is for the log and never for the answer. */
export type Verdict =
	{ readonly ok: true; readonly scheme: string } | { readonly ok: false; readonly reason: string };

export function proven(scheme: string): Verdict {
	return { ok: true, scheme };
}

export function refused(reason: string): Verdict {
	return { ok: false, reason };
}
