/** Which entries of the tree carry damage, and which have some below them: for every row on screen. */
import { createStore, type StoreApi, useStore } from "zustand";
import type { Finding, Severity } from "../../base/finding";
import { countText } from "../../base/words";
import type { FoundSoFar } from "./findings";
import type { OpenImage } from "./image";

/** Paths are in `showName` form. */
export interface Marks {
	/**
	 * The worst that was found at a path, or of its inode under the path that this has elsewhere, in
	 * words; undefined when nothing was.
	 */
	own(path: string, nid?: bigint): string | undefined;
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
	/** By inode: the path at which something was found of it. */
	readonly #paths = new Map<bigint, string>();
	readonly #below = new Map<string, number>();

	add({ path, nid, entry, severity, text }: Finding): void {
		if (path === undefined || severity === "note") return;
		// Of an entry that is wrong its inode need not know.
		if (nid !== undefined && entry === undefined) this.#paths.set(nid, path);
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

	own(path: string, nid?: bigint): string | undefined {
		const other = nid === undefined ? undefined : this.#paths.get(nid);
		const found = this.#own.get(path) ?? (other === undefined ? undefined : this.#own.get(other));
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
		own: (path, nid) => damage.own(path, nid),
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
