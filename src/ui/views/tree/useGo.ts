/**
 * Selecting goes to the address. The arrow keys pass many rows: only where they rest counts,
 * and a whole run of them is one step in the history.
 */
import { useEffect, useMemo } from "react";
import { currentPlace, navigate } from "../../state/location";

const REST_MS = 150;
const RUN_MS = 2000;

class Selecting {
	/** The path this tree went to last: a change to any other comes from outside. */
	own: string | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#lastKey = Number.NEGATIVE_INFINITY;

	/** @param stay keep the view, whatever it is */
	to(path: string, by: "pointer" | "keyboard", stay = false): void {
		this.cancel();
		this.own = path;
		if (by === "pointer") {
			this.#lastKey = Number.NEGATIVE_INFINITY;
			go(path, false, stay);
			return;
		}
		this.#timer = setTimeout(() => {
			const now = performance.now();
			go(path, now - this.#lastKey < RUN_MS, stay);
			this.#lastKey = now;
		}, REST_MS);
	}

	cancel(): void {
		clearTimeout(this.#timer);
	}
}

/** Bytes and Space stay: they show the selected inode too. */
function go(path: string, replace: boolean, stay: boolean): void {
	const { view } = currentPlace();
	navigate({ path, nid: undefined, view: stay || view === "bytes" ? view : "files" }, { replace });
}

export function useGo(): Selecting {
	const selecting = useMemo(() => new Selecting(), []);
	useEffect(() => () => selecting.cancel(), [selecting]);
	return selecting;
}
