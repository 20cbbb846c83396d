/**
 * All damage known of the open image: found on opening, on the walk over the tree, and met by
 * the way, because what is wrong with the contents of a file shows only when they are read.
 */
import { useMemo } from "react";
import { create } from "zustand";
import type { Finding } from "../../base/finding";
import { FindingLog } from "../../base/finding-log";
import type { Client } from "../../worker/client";
import { useCheck } from "./check";
import type { OpenFile } from "./image";
import { useSurvey } from "./survey";
import { watchFindings } from "./watch";

/** Most that are kept of those met by the way. */
const MOST = 2000;

interface Met {
	/** Key of the image they are about. */
	readonly key: number;
	readonly findings: readonly Finding[];
}

const NONE: readonly Finding[] = [];

const useMet = create<Met>()(() => ({ key: 0, findings: NONE }));

/** The same client; the damage its answers speak of is kept for the image of this key. */
export const collectFindings = (client: Client, key: number): Client =>
	watchFindings(client, (findings) => {
		if (findings.length === 0) return;
		const met = useMet.getState();
		const known = met.key === key ? met.findings : NONE;
		const all = mergeFindings(known, findings).slice(0, MOST);
		if (all.length > known.length) useMet.setState({ key, findings: all });
	});

/** Everything found wrong so far, worst first. */
export function useFindings(image: OpenFile): readonly Finding[] {
	const { result } = useSurvey(image);
	const check = useCheck(image);
	const checked = check.result?.findings ?? NONE;
	const met = useMet();
	const byTheWay = met.key === image.key ? met.findings : NONE;
	return useMemo(
		() =>
			mergeFindings(image.facts.findings, checked, check.met, result?.findings ?? NONE, byTheWay),
		[image, checked, check.met, result, byTheWay],
	);
}

/** Worst first; the same fault is listed once. */
export function mergeFindings(...lists: readonly (readonly Finding[])[]): Finding[] {
	const log = new FindingLog(Number.POSITIVE_INFINITY);
	for (const finding of lists.flat()) log.add(finding);
	return log.sorted;
}
