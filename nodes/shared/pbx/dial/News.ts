/** Lets somebody wait for what events bring. */
export class News {
	private tell: () => void = () => undefined;

	/** Something was heard, or nothing more will be. */
	spread(): void {
		this.tell();
	}

	/** Whether the condition came true within `limitMs`; it is looked at whenever there is news, and when `signal` stops. */
	async until(condition: () => boolean, limitMs: number, signal?: AbortSignal): Promise<boolean> {
		let timer: NodeJS.Timeout | undefined;
		let look: () => void = () => undefined;
		try {
			return await new Promise<boolean>((resolve) => {
				look = () => {
					if (condition()) resolve(true);
				};
				timer = setTimeout(() => resolve(false), limitMs);
				this.tell = look;
				signal?.addEventListener('abort', look);
				look();
			});
		} finally {
			clearTimeout(timer);
			signal?.removeEventListener('abort', look);
			this.tell = () => undefined;
		}
	}
}
