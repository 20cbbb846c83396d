/** All that was found of an image, by what follows from what. */

import type { Finding } from "../../base/finding";
import { type Group, groupByCause } from "../../checks/causes";
import { useFindings } from "./findings";
import type { OpenImage } from "./image";

/** Several views ask for the groups of the same findings, which can be a hundred thousand. */
const known = new WeakMap<readonly Finding[], readonly Group[]>();

/** The worst first. */
export function groupsOf({ overview }: OpenImage, findings: readonly Finding[]): readonly Group[] {
	const before = known.get(findings);
	if (before) return before;
	const { rootNid, blocks, blockSize } = overview;
	const groups = groupByCause(findings, { rootNid, declared: blocks * blockSize });
	known.set(findings, groups);
	return groups;
}

export const useGroups = (image: OpenImage): readonly Group[] =>
	groupsOf(image, useFindings(image));
