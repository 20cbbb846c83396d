/** Scrolling with a finger: rows follow it, and run on when it is lifted in motion. */
interface Sample {
	readonly y: number;
	/** ms */
	readonly at: number;
}

/** Only the last moments say how fast the finger was, ms. */
const RECENT = 80;
/** Slower than this is a stop, px per ms. */
const LEAST = 0.05;
/** Share of the speed left after a millisecond. */
const FRICTION = 0.9975;

export class Fling {
	readonly #scrollBy: (pixels: number) => void;
	#samples: Sample[] = [];
	#frame = 0;

	constructor(scrollBy: (pixels: number) => void) {
		this.#scrollBy = scrollBy;
	}

	begin(y: number, at: number): void {
		this.stop();
		this.#samples = [{ y, at }];
	}

	move(y: number, at: number): void {
		const last = this.#samples.at(-1);
		if (last) this.#scrollBy(last.y - y);
		this.#samples = [...this.#samples.filter((s) => at - s.at < RECENT), { y, at }];
	}

	release(at: number): void {
		let speed = speedOf(this.#samples, at);
		let before = at;
		const step = (now: number) => {
			const passed = Math.min(50, Math.max(1, now - before));
			before = now;
			this.#scrollBy(Math.round(speed * passed));
			speed *= FRICTION ** passed;
			this.#frame = Math.abs(speed) < LEAST ? 0 : requestAnimationFrame(step);
		};
		if (Math.abs(speed) >= LEAST) this.#frame = requestAnimationFrame(step);
	}

	/** A finger put down, or a jump, ends the motion. */
	stop(): void {
		if (this.#frame) cancelAnimationFrame(this.#frame);
		this.#frame = 0;
	}
}

/** Pixels per millisecond, positive downwards through the bytes. */
export function speedOf(samples: readonly Sample[], at: number): number {
	const recent = samples.filter((s) => at - s.at < RECENT);
	const first = recent[0];
	const last = recent.at(-1);
	if (!first || !last || last.at <= first.at) return 0;
	return (first.y - last.y) / (last.at - first.at);
}
