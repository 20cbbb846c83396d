/** Where a splitter bar may stand. */

/** Share of the width one arrow key moves. */
const STEP = 0.02;

/** The nearest share at which both sides keep their least width; the left side yields last. */
export function fitShare(
	share: number,
	width: number,
	[left, right]: readonly [number, number],
): number {
	if (width <= 0) return share;
	const most = Math.max(0, 1 - right / width);
	return Math.max(left / width, Math.min(most, share));
}

/** The share a key asks for; undefined for keys that mean nothing here. */
export function keyShare(key: string, share: number): number | undefined {
	if (key === "ArrowLeft") return share - STEP;
	if (key === "ArrowRight") return share + STEP;
	if (key === "Home") return 0;
	if (key === "End") return 1;
	return undefined;
}
