/** Claims of what belongs to no inode: the head of the image and the tables it points at. */
import type { Claim, Kind, Place } from "./claims";
import { roundUp, type Space } from "./space";
import {
	compat,
	incompat,
	SUPERBLOCK_AT,
	SUPERBLOCK_SIZE,
	spaceNamed,
	type Volume,
} from "./volume";

const SLOT = 128;
const EXTRA_SLOT = 16;

const nobodys = (kind: Kind, { space, start, end }: Place): Claim => ({
	space,
	start,
	end,
	kind,
	nids: [],
});

export function fixedClaims(volume: Volume): Claim[] {
	const { image, slots, extraSlots } = volume;
	const inImage = (kind: Kind, start: number, end: number) =>
		nobodys(kind, { space: image.name, start, end });
	const behind = SUPERBLOCK_AT + SUPERBLOCK_SIZE;
	const configsAt = behind + extraSlots * EXTRA_SLOT;
	return [
		inImage("boot", 0, SUPERBLOCK_AT),
		inImage("superblock", SUPERBLOCK_AT, behind),
		inImage("sb-extslots", behind, configsAt),
		...recordClaims("compression-config", image, configsAt, bitsIn(volume.algorithms)),
		...slots.map(({ at }) => inImage("device-slot", at, at + SLOT)),
		...prefixClaims(volume),
	];
}

function prefixClaims(volume: Volume): Claim[] {
	const { prefixCount, prefixAt } = volume;
	if (prefixCount === 0) return [];
	return recordClaims("prefix-table", prefixHome(volume), prefixAt, prefixCount);
}

function prefixHome(volume: Volume): Space {
	const { image, metabox, packed } = volume;
	if (volume.compat & compat.PLAIN_XATTR_PFX) return image;
	if (volume.incompat & incompat.METABOX) return metabox ?? spaceNamed(volume, "metabox");
	return packed ?? image;
}

/** Records that begin with their length in two bytes, each aligned to four. */
function recordClaims(kind: Kind, home: Space, from: number, count: number): Claim[] {
	const claims: Claim[] = [];
	let at = from;
	for (let i = 0; i < count; i++) {
		const start = roundUp(at, 4);
		const end = start + 2 + home.u16(start);
		claims.push(nobodys("padding", { space: home.name, start: at, end: start }));
		claims.push(nobodys(kind, { space: home.name, start, end }));
		at = end;
	}
	return claims;
}

const bitsIn = (flags: number): number =>
	[...flags.toString(2)].filter((bit) => bit === "1").length;
