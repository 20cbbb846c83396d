/** A path as it is shown, found in the image. */
import { concat, nameBytes } from "../base/text";
import type { Image } from "../erofs/image";
import { resolvePath } from "../erofs/lookup";
import { rootOf, type TreeStart } from "./tree";

const SLASH = Uint8Array.of(0x2f);

/**
 * @param text as `ls` shows it: bytes that are no text as \xNN
 * @throws Failure `io` (`no-such-path`).
 */
export async function findPlace(
	image: Image,
	text: string,
	signal?: AbortSignal,
): Promise<TreeStart> {
	const steps = await resolvePath(image, nameBytes(text), signal);
	const names = steps.slice(1).map(({ name }) => concat([SLASH, name]));
	const { nid } = rootOf(image);
	return {
		nid: steps.at(-1)?.nid ?? nid,
		path: names.length ? concat(names) : SLASH,
		parent: steps.at(-2)?.nid ?? nid,
	};
}
