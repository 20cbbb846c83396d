/**
 * All that was found of an image, by what follows from what. There can be a hundred thousand
 * findings, and more while a check runs: they are grouped anew a few milliseconds at a time, so
 * that no frame waits for it, and the groups of before are shown until then.
 */
import { createStore, type StoreApi, useStore } from "zustand";
import { type Group, grouping } from "../../checks/causes";
import type { FoundSoFar } from "./findings";
import type { OpenImage } from "./image";

type Groups = StoreApi<readonly Group[]>;

const stores = new WeakMap<FoundSoFar, Groups>();

/** Milliseconds of work between two chances to draw. */
const SLICE = 5;

function storeOf({ found, overview }: OpenImage): Groups {
	const known = stores.get(found);
	if (known) return known;
	const { rootNid, blocks, blockSize } = overview;
	const context = { rootNid, declared: blocks * blockSize };
	const store = createStore<readonly Group[]>()(() => []);
	let isAtWork = false;
	let grouped: unknown;
	const follow = async () => {
		if (isAtWork) return;
		isAtWork = true;
		while (grouped !== found.getState().findings) {
			const { findings } = found.getState();
			grouped = findings;
			const steps = grouping(findings, context);
			// What shows nothing yet must not say that there is nothing.
			const slice = store.getState().length === 0 ? Number.POSITIVE_INFINITY : SLICE;
			let groups = inSlice(steps, slice);
			while (!groups) {
				await new Promise((go) => setTimeout(go));
				groups = inSlice(steps, slice);
			}
			store.setState(groups, true);
		}
		isAtWork = false;
	};
	stores.set(found, store);
	found.subscribe(() => void follow());
	void follow();
	return store;
}

/** @returns undefined when that took longer than a slice */
function inSlice(steps: Generator<void, Group[]>, slice: number): readonly Group[] | undefined {
	const until = performance.now() + slice;
	do {
		const { done, value } = steps.next();
		if (done) return value;
	} while (performance.now() < until);
	return undefined;
}

/** As far as they were grouped; the worst first. */
export const groupsOf = (image: OpenImage): readonly Group[] => storeOf(image).getState();

export const useGroups = (image: OpenImage): readonly Group[] => useStore(storeOf(image));
