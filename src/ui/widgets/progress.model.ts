/** Progress in words and as a share. */
import type { Progress } from "../../base/progress";
import { countText, sizeText } from "../../base/words";

/** 0 to 1, or undefined when the total is not known. */
export const progressShare = ({ done, total }: Progress): number | undefined =>
	total ? Math.min(1, done / total) : undefined;

/** `1.2 MiB of 3.4 MiB`, `12,345 inodes`. */
export function progressText({ done, total, unit }: Progress): string {
	const show = (n: number) => (unit === "bytes" ? sizeText(n) : countText(n));
	const amount = total ? `${show(done)} of ${show(total)}` : show(done);
	return unit === "bytes" ? amount : `${amount} ${unit}`;
}
