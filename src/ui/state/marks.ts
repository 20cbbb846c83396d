/** Which entries of the tree carry damage, and which have some below them: for every row on screen. */
import { useMemo } from "react";
import type { Finding } from "../../base/finding";
import { countText } from "../../base/words";
import { useFindings } from "./findings";
import type { OpenImage } from "./image";

/** Paths are in `showName` form. */
export interface Marks {
	/** The worst that was found at a path, in words; undefined when nothing was. */
	own(path: string): string | undefined;
	/** Damaged paths below it that are known. */
	below(path: string): number;
}

interface Own {
	/** The first is the worst: findings come in that order. */
	readonly text: string;
	more: number;
}

export function marksOf(findings: readonly Finding[]): Marks {
	const own = new Map<string, Own>();
	for (const { path, severity, text } of findings) {
		if (path === undefined || severity === "note") continue;
		const known = own.get(path);
		if (known) known.more++;
		else own.set(path, { text, more: 0 });
	}
	const below = new Map<string, number>();
	for (const path of own.keys()) {
		for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
			const above = path.slice(0, end);
			below.set(above, (below.get(above) ?? 0) + 1);
		}
	}
	return {
		own(path) {
			const found = own.get(path);
			if (!found) return undefined;
			return found.more ? `${found.text} (and ${countText(found.more)} more)` : found.text;
		},
		below: (path) => below.get(path) ?? 0,
	};
}

export function useMarks(image: OpenImage): Marks {
	const findings = useFindings(image);
	return useMemo(() => marksOf(findings), [findings]);
}
