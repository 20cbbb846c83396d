/** All that was found of an image, by what follows from what. There can be a hundred thousand findings. */
import { type StoreApi, useStore } from "zustand";
import { type Group, grouping } from "../../checks/causes";
import type { FoundSoFar } from "./findings";
import type { OpenImage } from "./image";
import { madeInSlices } from "./slices";

type Groups = StoreApi<readonly Group[]>;

const stores = new WeakMap<FoundSoFar, Groups>();

function storeOf({ found, overview }: OpenImage): Groups {
	const known = stores.get(found);
	if (known) return known;
	const { rootNid, blocks, blockSize } = overview;
	const context = { rootNid, declared: blocks * blockSize };
	const { store, follow } = madeInSlices({
		none: [] as readonly Group[],
		of: () => [found.getState().findings] as const,
		steps: (findings) => grouping(findings, context),
	});
	stores.set(found, store);
	found.subscribe(() => void follow());
	void follow();
	return store;
}

/** As far as they were grouped; the worst first. */
export const groupsOf = (image: OpenImage): readonly Group[] => storeOf(image).getState();

export const useGroups = (image: OpenImage): readonly Group[] => useStore(storeOf(image));
