/** How large a pane may be, in CSS pixels. */

/** The edge of the pane at which its bar is. */
export type Edge = "left" | "right" | "top";

export type Ends = readonly [least: number, most: number];

/** Pixels one arrow key moves. */
const STEP = 16;

/** The nearest size between the ends; where there is less room than that, the room, but never below the least. */
export const fitSize = (size: number, [least, most]: Ends, room: number): number =>
	Math.max(least, Math.min(size, most, room));

const GROWS: Readonly<Record<Edge, string>> = {
	left: "ArrowLeft",
	right: "ArrowRight",
	top: "ArrowUp",
};
const SHRINKS: Readonly<Record<Edge, string>> = {
	left: "ArrowRight",
	right: "ArrowLeft",
	top: "ArrowDown",
};

interface Bar {
	readonly edge: Edge;
	readonly ends: Ends;
}

/** The size a key asks for; undefined for keys that mean nothing here. */
export function keySize(key: string, size: number, { edge, ends }: Bar): number | undefined {
	if (key === GROWS[edge]) return size + STEP;
	if (key === SHRINKS[edge]) return size - STEP;
	if (key === "Home") return ends[0];
	if (key === "End") return ends[1];
	return undefined;
}
