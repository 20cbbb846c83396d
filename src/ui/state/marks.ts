/** Which entries of the tree carry damage, and which have some below them: for every row on screen. */
import { createStore, type StoreApi, useStore } from "zustand";
import type { Finding, Severity } from "../../base/finding";
import { countText } from "../../base/words";
import type { FoundSoFar } from "./findings";
import type { OpenImage } from "./image";

/** Paths are in `showName` form. */
export interface Marks {
	/** The worst that was found at a path, in words; undefined when nothing was. */
	own(path: string): string | undefined;
	/** Damaged paths below it that are known. */
	below(path: string): number;
}

interface Own {
	text: string;
	severity: Severity;
	more: number;
}

/** Grows with each finding. */
export class Damage implements Marks {
	readonly #own = new Map<string, Own>();
	readonly #below = new Map<string, number>();

	add({ path, severity, text }: Finding): void {
		if (path === undefined || severity === "note") return;
		const known = this.#own.get(path);
		if (known) {
			known.more++;
			if (severity === "error" && known.severity !== "error")
				Object.assign(known, { severity, text });
			return;
		}
		this.#own.set(path, { text, severity, more: 0 });
		for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
			const above = path.slice(0, end);
			this.#below.set(above, this.below(above) + 1);
		}
	}

	own(path: string): string | undefined {
		const found = this.#own.get(path);
		if (!found) return undefined;
		return found.more ? `${found.text} (and ${countText(found.more)} more)` : found.text;
	}

	below(path: string): number {
		return this.#below.get(path) ?? 0;
	}
}

const stores = new WeakMap<FoundSoFar, StoreApi<Marks>>();

function storeOf(found: FoundSoFar): StoreApi<Marks> {
	const known = stores.get(found);
	if (known) return known;
	const damage = new Damage();
	const add = (findings: readonly Finding[]) => findings.forEach((one) => void damage.add(one));
	/** Another object each time, so that who shows it hears of it. */
	const marks = (): Marks => ({
		own: (path) => damage.own(path),
		below: (path) => damage.below(path),
	});
	add(found.getState().findings);
	const store = createStore<Marks>()(marks);
	found.subscribe(({ latest }) => {
		if (latest.length === 0) return;
		add(latest);
		store.setState(marks(), true);
	});
	stores.set(found, store);
	return store;
}

export const useMarks = ({ found }: OpenImage): Marks => useStore(storeOf(found));
