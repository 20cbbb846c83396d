/** How fast something goes, and how long it still takes at that. */
import { useEffect, useState } from "react";
import type { Progress } from "../../base/progress";
import { countText, sizeText } from "../../base/words";

/** Milliseconds that are measured over, and before which nothing is said. */
const OVER = 5000;
const FIRST = 1000;

/** Looks at progress as it comes. */
export class Pace {
	#phase = "";
	#looks: { readonly done: number; readonly at: number }[] = [];

	/** @param now milliseconds. @returns `8,200 inodes/s, about 5 s left`; "" before it can be told */
	look({ phase, done, total, unit }: Progress, now: number): string {
		const last = this.#looks.at(-1);
		// After a standstill, too: how long that took says nothing of how fast it goes on.
		if (phase !== this.#phase || (last && (done < last.done || now - last.at > OVER)))
			this.#looks = [];
		this.#phase = phase;
		this.#looks.push({ done, at: now });
		while (this.#looks.length > 2 && now - (this.#looks[1]?.at ?? now) > OVER) this.#looks.shift();
		const [first] = this.#looks;
		if (!first || now - first.at < FIRST || done === first.done) return "";
		const rate = ((done - first.done) * 1000) / (now - first.at);
		const amount =
			unit === "bytes" ? sizeText(Math.round(rate)) : `${countText(Math.round(rate))} ${unit}`;
		const left = total && total > done ? `, about ${timeText((total - done) / rate)} left` : "";
		return `${amount}/s${left}`;
	}

	/** @returns `nothing new for 12 s`: then how fast it went says no more how long it takes; "" before */
	standstill(now: number): string {
		const last = this.#looks.at(-1);
		if (!last || now - last.at <= OVER) return "";
		return `nothing new for ${timeText((now - last.at) / 1000)}`;
	}
}

/** @param seconds `5 s`, `3 min`, `2 h` */
function timeText(seconds: number): string {
	if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
	return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

export function usePace(progress: Progress | undefined): string {
	const [pace] = useState(() => new Pace());
	const [text, setText] = useState("");
	useEffect(() => {
		if (!progress) return setText("");
		setText(pace.look(progress, performance.now()));
		const timer = setInterval(() => {
			const still = pace.standstill(performance.now());
			if (still) setText(still);
		}, 1000);
		return () => clearInterval(timer);
	}, [pace, progress]);
	return text;
}
