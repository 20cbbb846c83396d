import { sizeText } from "../../base/words";
import { kind } from "../../erofs/layout/kinds";
import type { Adviser } from "./advice";

/** Share of the image below which unused bytes are not worth a word. */
const LITTLE = 0.01;

const NOTHING = [
	["padding", "lie between contents or structures and the ends of their blocks"],
	["unclaimed", "are nobody’s"],
	["orphan", "belong to inodes without a name"],
] as const;

export const padding: Adviser = ({ account }) => {
	const [image] = account.spaces;
	if (!image) return undefined;
	const parts = NOTHING.map(([name, what]) => [image.bytes[kind(name)] as number, what] as const);
	const all = parts.reduce((sum, [bytes]) => sum + bytes, 0);
	if (all < image.size * LITTLE) return undefined;
	const told = parts.flatMap(([bytes, what]) => (bytes > 0 ? [`${sizeText(bytes)} ${what}`] : []));
	return {
		id: "padding",
		title: "Bytes that hold nothing",
		text: `${told.join(", ")}. Smaller blocks leave less, but Linux maps only blocks as long as its pages into memory directly.`,
	};
};
