import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pulse } from '../../../nodes/shared/pbx/Pulse';

describe('a pulse', () => {
	beforeEach(() => void vi.useFakeTimers());

	afterEach(() => void vi.useRealTimers());

	function pulse() {
		const heard = { asked: 0, silent: 0 };
		const made = new Pulse(20, () => (heard.silent += 1));
		made.start(15, () => (heard.asked += 1));
		return { made, heard };
	}

	it('asks again and again, and notices that nothing comes', () => {
		const { made, heard } = pulse();
		vi.advanceTimersByTime(34);
		expect(heard).toEqual({ asked: 2, silent: 0 });
		vi.advanceTimersByTime(1);
		expect(heard).toEqual({ asked: 2, silent: 1 });
		made.stop();
	});

	it('is content with anything that comes', () => {
		const { made, heard } = pulse();
		for (let times = 0; times < 20; times += 1) {
			vi.advanceTimersByTime(10);
			made.beat();
		}
		expect(heard).toEqual({ asked: 13, silent: 0 });
		made.stop();
	});

	it('leaves nothing behind when it stops', () => {
		const { made, heard } = pulse();
		vi.advanceTimersByTime(16);
		made.stop();
		expect(vi.getTimerCount()).toBe(0);
		vi.advanceTimersByTime(1_000);
		expect(heard).toEqual({ asked: 1, silent: 0 });
	});
});
