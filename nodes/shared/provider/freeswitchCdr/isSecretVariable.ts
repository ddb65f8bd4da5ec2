/** Passwords, PINs and what stands for them, such as `a1-hash` of a user and `cc_api_key` of a dialplan. */
const SECRET_NAME = /passw|secret|token|a1.?hash|api.?key|(?:^|[-_])pin(?:$|[-_])/i;

/** Whether a channel variable holds a secret, by its name: dialplans and user directories keep some in variables. */
export function isSecretVariable(name: string): boolean {
	return SECRET_NAME.test(name);
}
