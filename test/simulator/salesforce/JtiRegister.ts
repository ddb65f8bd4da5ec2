const MAX_REMEMBERED = 1_000_000;

/** Remembers each `jti` until its token has expired, so that a second use can be refused (section 2.2). */
export class JtiRegister {
	private readonly expiries = new Map<string, number>();
	private purgeAt = 10_000;

	/** Takes note of a jti. False when the same issuer has used it before. Seconds since 1970. */
	claim(issuer: string, jti: string, exp: number, nowSeconds: number): boolean {
		const key = `${issuer} ${jti}`;
		const known = this.expiries.get(key);
		if (known !== undefined && known > nowSeconds) return false;
		this.expiries.set(key, exp);
		if (this.expiries.size > this.purgeAt) this.purge(nowSeconds);
		return true;
	}

	clear(): void {
		this.expiries.clear();
	}

	private purge(nowSeconds: number): void {
		for (const [key, exp] of this.expiries) {
			if (exp <= nowSeconds || this.expiries.size > MAX_REMEMBERED) this.expiries.delete(key);
		}
		this.purgeAt = Math.max(10_000, this.expiries.size * 2);
	}
}
