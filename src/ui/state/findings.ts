/**
 * All damage known of an open file, as its worker tells it: found on opening, on the walk over the
 * tree, by a check, and met by the way, because what is wrong with the contents of a file shows only
 * when they are read.
 */
import { useMemo } from "react";
import { createStore, type StoreApi, useStore } from "zustand";
import { isCancelled } from "../../base/errors";
import { bySeverity, type Finding } from "../../base/finding";
import { FindingLog } from "../../base/finding-log";
import type { Client } from "../../worker/client";
import type { Found } from "../../worker/protocol";
import type { OpenFile } from "./image";

/** What is known: worst first, and as if told at once. */
export interface Known extends Found {
	/** What of it was new, or got a path, last. */
	readonly latest: readonly Finding[];
}

export type FoundSoFar = StoreApi<Known>;

/**
 * @param client of a worker that is yet to open the file
 * @param onStopped called when the worker breaks or hangs
 */
export function followFindings(client: Client, onStopped: () => void = () => {}): FoundSoFar {
	let latest: Finding[] = [];
	const log = new FindingLog((finding) => void latest.push(finding), Number.POSITIVE_INFINITY);
	const store = createStore<Known>()(() => ({ findings: [], more: 0, latest }));
	const onEvent = ({ findings, more }: Found) => {
		const before = log.count;
		latest = [];
		for (const finding of findings) log.add(finding);
		store.setState({ findings: sorted(log.count - before), more, latest });
	};
	/** What is in order but for its end is sorted in no time. */
	const sorted = (added: number): readonly Finding[] => {
		const known = store.getState().findings;
		if (latest.length === 0) return known;
		return added === latest.length ? [...known, ...latest].toSorted(bySeverity) : log.sorted;
	};
	// It has no end of its own: it ends with the worker.
	client.call("findings", {}, { onEvent }).catch((error) => isCancelled(error) || onStopped());
	return store;
}

/** Everything found wrong so far, worst first. */
export const useFindings = ({ found }: OpenFile): readonly Finding[] =>
	useStore(found, ({ findings }) => findings);

/** How often something was found that is not listed, because there is so much. */
export const useUnlisted = ({ found }: OpenFile): number => useStore(found, ({ more }) => more);

/** What is wrong with one inode, not with the entries that it has as a directory. */
export function useFindingsOf(file: OpenFile, nid: bigint): readonly Finding[] {
	const all = useFindings(file);
	return useMemo(
		() => all.filter((finding) => finding.nid === nid && finding.entry === undefined),
		[all, nid],
	);
}
