/**
 * What Android Verified Boot puts behind an image: a hash tree, codes to mend it, a vbmeta with
 * descriptors, and at the very end a footer that leads to them. All numbers are big-endian.
 */

import { asPosition } from "../base/exact";
import { exactBytes } from "../base/words";
import { FOOTER, footer } from "./avb-tables";
import { Pieces } from "./pieces";
import { Reading } from "./reading";
import type { Sum } from "./sums";
import { startsWith } from "./tables";
import { vbmetaAt } from "./vbmeta";
import type { Part, Wrapper } from "./wrapper";

export const avb: Wrapper = {
	id: "avb",
	name: "an image with a footer of Android Verified Boot",
	reads: "the image in front, hash tree, FEC and vbmeta",
	probeTail: (tail) => startsWith(tail, "AVBf", tail.length - FOOTER),
	async open({ signal, ...home }) {
		const reading = new Reading(home, signal);
		const { parts, sums } = await reading.step(() => told(reading));
		return { readings: [reading], parts, sums: () => sums };
	},
};

function told(reading: Reading): { parts: Part[]; sums: readonly Sum[] } {
	const at = reading.size - FOOTER;
	const { original_image_size, vbmeta_offset, vbmeta_size } = reading.read(footer, at);
	const parts: Part[] = [];
	const add = (
		name: string,
		start: bigint,
		size: bigint,
		field: string,
		detail?: string,
	): boolean => {
		if (size === 0n) return false;
		if (start + size <= BigInt(at)) {
			const [from, to] = [asPosition(start), asPosition(start + size)];
			parts.push({
				name,
				size: to - from,
				bytes: Pieces.slice(from, to),
				...(detail ? { detail } : {}),
				...(start === 0n ? { isMain: true } : {}),
			});
			return true;
		}
		reading.report({
			code: "avb-beyond",
			severity: "error",
			text: `The footer or the vbmeta says that the ${name} ends behind the partition; it is left out.`,
			structure: footer.name,
			field,
			at: { space: reading.home.space, start: at, end: at + FOOTER },
			seen: `bytes ${start} to ${start + size}`,
			allowed: `within ${exactBytes(at)}`,
		});
		return false;
	};
	add("image", 0n, original_image_size, "original_image_size");
	if (!add("vbmeta", vbmeta_offset, vbmeta_size, "vbmeta_offset")) return { parts, sums: [] };
	const { tree, sums } = vbmetaAt(reading, asPosition(vbmeta_offset), asPosition(vbmeta_size));
	if (tree) {
		add("hashtree", tree.tree_offset, tree.tree_size, "tree_offset", tree.root);
		add("fec", tree.fec_offset, tree.fec_size, "fec_offset");
	}
	return { parts, sums };
}
