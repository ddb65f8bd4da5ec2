import { createHash } from 'node:crypto';

/** More credentials than one n8n process is likely to use at once; the oldest unused one goes first. */
const CAPACITY = 200;

/** What outlives executions, one for each credential. The secrets in it never are a map's key: their digest is. */
export class KeptByDigest<Kept> {
	private readonly entries = new Map<string, Kept>();

	/** The one kept for these values, made now if there is none. `identity` is anything JSON can hold. */
	get(identity: unknown, make: () => Kept): Kept {
		const digest = createHash('sha256').update(JSON.stringify(identity)).digest('base64');
		const kept = this.entries.get(digest) ?? make();
		this.entries.delete(digest);
		this.entries.set(digest, kept);
		const [oldest] = this.entries.keys();
		if (this.entries.size > CAPACITY && oldest !== undefined) this.entries.delete(oldest);
		return kept;
	}
}
