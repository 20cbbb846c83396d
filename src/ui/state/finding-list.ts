/** How the findings are listed, which one is selected, and the way to the next. */
import { useLayoutEffect, useMemo } from "react";
import { create, useStore } from "zustand";
import type { Finding } from "../../base/finding";
import type { Group } from "../../checks/causes";
import {
	type Chosen,
	type FindingRow,
	findingRows,
	isChosen,
	type ListOptions,
	stepFrom,
} from "./finding-rows";
import type { FoundSoFar } from "./findings";
import { groupsOf, useGroups } from "./groups";
import type { OpenImage } from "./image";
import { type Change, currentPlace, navigate, type Place, usePlace } from "./location";
import { type Made, madeInSlices } from "./slices";

export const useListOptions = create<ListOptions>()(() => ({
	text: "",
	turned: new Set<string>(),
}));

/** Opens or closes what is under a row. */
export function turnRow(id: string): void {
	useListOptions.setState(({ turned }) => {
		const next = new Set(turned);
		if (!next.delete(id)) next.add(id);
		return { turned: next };
	});
}

type Rows = readonly FindingRow[] | undefined;

const lists = new WeakMap<FoundSoFar, Made<Rows>>();

function listOf(image: OpenImage): Made<Rows> {
	const known = lists.get(image.found);
	if (known) return known;
	const list = madeInSlices<readonly [readonly Group[], ListOptions], Rows>({
		none: undefined,
		of: () => [groupsOf(image), useListOptions.getState()],
		steps: findingRows,
	});
	lists.set(image.found, list);
	return list;
}

/** Undefined until they are made for the first time. */
export function useFindingRows(image: OpenImage): Rows {
	const { store, follow } = listOf(image);
	const groups = useGroups(image);
	const options = useListOptions();
	// biome-ignore lint/correctness/useExhaustiveDependencies: rows are made of these
	useLayoutEffect(() => void follow(), [follow, groups, options]);
	return useStore(store);
}

function chosenAt({ finding: code, space, at }: Place): Chosen | undefined {
	return code === undefined ? undefined : { code, space, start: at?.start ?? 0 };
}

/** A place with this finding selected: its bytes, and the file that is damaged by them. */
export function placeOf({ code, at, path, nid }: Finding): Change {
	const { space, start, end } = at;
	return {
		finding: code,
		space,
		at: { start, end: Math.max(end, start + 1) },
		...(path === undefined && nid === undefined ? {} : { path, nid: path ? undefined : nid }),
	};
}

/** @param how `replace` for steps along the list, which are no places to go back to */
export const selectFinding = (finding: Finding, how?: { readonly replace: boolean }): void =>
	navigate(placeOf(finding), how);

/** The selected finding with what it follows from and what follows from it. */
export interface SelectedFinding {
	readonly finding: Finding;
	readonly cause: Finding | undefined;
	readonly follows: readonly Finding[];
}

export function useSelectedFinding(image: OpenImage): SelectedFinding | undefined {
	const groups = useGroups(image);
	const place = usePlace();
	const { code, space, start } = chosenAt(place) ?? {};
	return useMemo(() => {
		if (code === undefined || space === undefined || start === undefined) return undefined;
		const chosen = { code, space, start };
		for (const { cause, follows } of groups) {
			if (isChosen(cause, chosen)) return { finding: cause, cause: undefined, follows };
			const finding = follows.find((each) => isChosen(each, chosen));
			if (finding) return { finding, cause, follows: [] };
		}
		return undefined;
	}, [groups, code, space, start]);
}

/** Goes to the next or previous finding of the list, in the place where one is. */
export async function stepFinding(image: OpenImage, by: 1 | -1): Promise<void> {
	const { store, follow } = listOf(image);
	await follow();
	const rows = store.getState() ?? [];
	const place = currentPlace();
	const chosen = chosenAt(place);
	const here = chosen
		? rows.findIndex((row) => row.kind === "finding" && isChosen(row.finding, chosen))
		: -1;
	const next = stepFrom(rows, here, by);
	const view = place.view === "bytes" ? "bytes" : "check";
	if (next) navigate({ ...placeOf(next.finding), view }, { replace: true });
	else navigate({ view });
}
