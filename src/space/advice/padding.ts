import { sizeText } from "../../base/words";
import { kind } from "../../erofs/layout/kinds";
import type { Adviser } from "./advice";

/** Share of the image below which unused bytes are not worth a word. */
const LITTLE = 0.01;

export const padding: Adviser = ({ account }) => {
	const [image] = account.spaces;
	if (!image) return undefined;
	const at = (name: "padding" | "unclaimed" | "orphan") => image.bytes[kind(name)] as number;
	const all = at("padding") + at("unclaimed") + at("orphan");
	if (all < image.size * LITTLE) return undefined;
	return {
		id: "padding",
		title: "Bytes that hold nothing",
		text: `${sizeText(at("padding"))} lie between contents or structures and the ends of their blocks, ${sizeText(at("unclaimed"))} are nobody’s, and ${sizeText(at("orphan"))} belong to inodes without a name. Smaller blocks leave less, but Linux maps only blocks as long as its pages into memory directly.`,
	};
};
