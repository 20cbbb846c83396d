/** To what the superblock leads to directly: slots, settings, devices, the prefix table. */
import { IMAGE_SPACE } from "../base/space";
import type { KindName } from "../erofs/layout/kinds";
import { sbField } from "../erofs/superblock";
import { toSuperblock } from "./superblock";
import type { Walker } from "./walker";

export async function toFixed(w: Walker, kind: KindName, offset: number): Promise<void> {
	await toSuperblock(w);
	const { superblock: sb, configs, devices, prefixes, facts } = w.image;
	const fixed = w.fixed();
	switch (kind) {
		case "sb-extslots":
			await w.field(fixed, sbField("sb_extslots"), {
				text: `The superblock is longer than its first ${128} bytes: ${sb.sb_extslots} slots follow.`,
			});
			break;
		case "compression-config":
			await w.field(fixed, sbField("available_compr_algs"), {
				text: `${configs.length} algorithms are declared, each with a record of settings behind the superblock.`,
				why: "The records follow one another, each behind its length, in the order of the bits here.",
				since: "5.13",
			});
			break;
		case "device-slot":
			await w.field(fixed, sbField("devt_slotoff"), {
				text: `The table of ${devices.length} extra devices begins at slot ${sb.devt_slotoff}.`,
				more: [sbField("extra_devices").at],
				since: "5.16",
			});
			break;
		case "prefix-table":
			await w.field(fixed, sbField("xattr_prefix_start"), {
				text: `The table of ${prefixes.length} long prefixes begins there, counted in steps of 4 bytes.`,
				more: [sbField("xattr_prefix_count").at],
				since: "6.4",
			});
			if (facts.prefixSpace !== IMAGE_SPACE) await w.into(facts.prefixSpace, offset);
			break;
		default:
	}
}
