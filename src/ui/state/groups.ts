/** All that was found of an image, by what follows from what. There can be a hundred thousand findings. */
import { type StoreApi, useStore } from "zustand";
import type { Finding } from "../../base/finding";
import type { Steps } from "../../base/steps";
import { type Group, grouping } from "../../checks/causes";
import type { FoundSoFar } from "./findings";
import type { OpenImage } from "./image";
import { madeInSlices } from "./slices";
import { NOTHING_FOUND, type Tally, tallyOf } from "./tally";

interface Grouped {
	/** The worst first. */
	readonly groups: readonly Group[];
	readonly tally: Tally;
}

type Groups = StoreApi<Grouped>;

const stores = new WeakMap<FoundSoFar, Groups>();

function storeOf({ found, overview }: OpenImage): Groups {
	const known = stores.get(found);
	if (known) return known;
	const { rootNid, blocks, blockSize } = overview;
	const context = { rootNid, declared: blocks * blockSize };
	const { store, follow } = madeInSlices<readonly [readonly Finding[]], Grouped>({
		none: { groups: [], tally: NOTHING_FOUND },
		of: () => [found.getState().findings] as const,
		steps: (findings) => grouped(findings, context),
	});
	stores.set(found, store);
	found.subscribe(() => void follow());
	void follow();
	return store;
}

function* grouped(
	findings: readonly Finding[],
	context: Parameters<typeof grouping>[1],
): Steps<Grouped> {
	const groups = yield* grouping(findings, context);
	return { groups, tally: yield* tallyOf(groups) };
}

/** As far as they were grouped; the worst first. */
export const groupsOf = (image: OpenImage): readonly Group[] => storeOf(image).getState().groups;

export const useGroups = (image: OpenImage): readonly Group[] =>
	useStore(storeOf(image), ({ groups }) => groups);

export const useTally = (image: OpenImage): Tally => useStore(storeOf(image), ({ tally }) => tally);
