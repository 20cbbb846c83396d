/** Playing a way: from step to step by itself, each as long as it takes to read, until paused. */
import { useEffect, useState } from "react";
import type { Walking } from "./use-walk";
import { readingTime } from "./walk.model";

export interface Play {
	readonly playing: boolean;
	toggle(): void;
	pause(): void;
}

export function usePlay({ walk, step, go }: Walking): Play {
	const [playing, setPlaying] = useState(false);
	const here = walk.steps[step - 1];
	const isLast = step >= walk.steps.length;
	const on = playing && !isLast;

	// biome-ignore lint/correctness/useExhaustiveDependencies: each step has its own time
	useEffect(() => {
		if (!on) return undefined;
		const time = here ? readingTime(here) : 0;
		const timer = setTimeout(() => go(step + 1, { replace: true }), time);
		return () => clearTimeout(timer);
	}, [on, step, walk]);

	return {
		playing: on,
		pause: () => setPlaying(false),
		toggle() {
			// Played to its end, a way begins anew.
			if (isLast) go(1);
			setPlaying(isLast || !playing);
		},
	};
}
