/**
 * Kinds of bytes as JSON has them: a closed list, which programs rely on. Bytes of which it is not
 * known whose they are count there among those of nobody; why that is says `detail`.
 */
import type { KindName } from "../erofs/layout/kinds";
import type { MapLine } from "../ownership/lines";

const UNKNOWN = "unknown" satisfies KindName;
const UNCLAIMED = "unclaimed" satisfies KindName;

export const jsonLine = (line: MapLine): MapLine =>
	line.kind === UNKNOWN ? { ...line, kind: UNCLAIMED } : line;

/** Bytes by kind. */
export function jsonSums(sums: readonly (readonly [KindName, number])[]): Record<string, number> {
	const by: Record<string, number> = {};
	for (const [kind, bytes] of sums) {
		const listed = kind === UNKNOWN ? UNCLAIMED : kind;
		by[listed] = (by[listed] ?? 0) + bytes;
	}
	return by;
}
