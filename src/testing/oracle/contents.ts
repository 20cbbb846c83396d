/** The contents of a file, read or decoded as a whole. */
import type { Codec } from "../../codecs/codec";
import { stripLeadingZeros } from "../../codecs/padding";
import { plain as deflate } from "../../codecs/plain/deflate";
import { plain as lz4 } from "../../codecs/plain/lz4";
import { plain as lzma } from "../../codecs/plain/lzma";
import { plain as zstd } from "../../codecs/plain/zstd";
import type { Place } from "./claims";
import { hasContents, type Inode, isCompressed } from "./inode";
import { runsOf } from "./runs";
import { Unsound } from "./space";
import type { BlockUnit, InlineUnit, Unit } from "./unit";
import { unitsOf } from "./units";
import { incompat, resolve, spaceNamed, type Volume } from "./volume";

export const CODECS: readonly Codec[] = [lz4, lzma, deflate, zstd];
const LZ4 = 0;
/** More than any image that is small enough to be held in memory as a whole should have. */
const MOST = 2 ** 30;

/** @throws Unsound when it cannot be read. @throws Failure when a stream is damaged. */
export function contentsOf(volume: Volume, inode: Inode): Uint8Array {
	if (!hasContents(inode)) return new Uint8Array();
	if (inode.size > MOST) throw new Unsound(`nid ${inode.nid} has ${inode.size} bytes`);
	const contents = new Uint8Array(Number(inode.size));
	if (isCompressed(inode))
		for (const unit of unitsOf(volume, inode))
			contents
				.subarray(unit.logical, unit.logical + unit.length)
				.set(unitContents(volume, inode, unit));
	else for (const run of runsOf(volume, inode)) contents.set(bytesAt(volume, run), run.logical);
	return contents;
}

const bytesAt = (volume: Volume, { space, start, end }: Place): Uint8Array =>
	spaceNamed(volume, space).slice(start, end);

function unitContents(volume: Volume, inode: Inode, unit: Unit): Uint8Array {
	switch (unit.where) {
		case "nowhere":
			return new Uint8Array();
		case "packed":
			return spaceNamed(volume, "packed").slice(unit.at, unit.at + unit.length);
		case "inline":
			return decoded(volume, unit, inode.home.slice(unit.at, unit.at + unit.size));
		case "blocks":
			return decoded(
				volume,
				unit,
				Buffer.concat(
					resolve(volume, 0, unit.at, unit.size).map((place) => bytesAt(volume, place)),
				),
			);
	}
}

function decoded(volume: Volume, unit: BlockUnit | InlineUnit, stored: Uint8Array): Uint8Array {
	const { algorithm, length, partial } = unit;
	if (algorithm === undefined) return plainContents(volume, unit, stored);
	const codec = CODECS[algorithm];
	if (!codec) throw new Unsound(`no algorithm ${algorithm}`);
	// Before LZ4_0PADDING a block began with its stream and ended with anything.
	const isLegacy = algorithm === LZ4 && !(volume.incompat & incompat.LZ4_0PADDING);
	const stream = isLegacy ? stored : stored.subarray(stripLeadingZeros(stored));
	const out = new Uint8Array(length);
	codec.decode(stream, out, { partial: partial || isLegacy });
	return out;
}

function plainContents(volume: Volume, unit: BlockUnit | InlineUnit, stored: Uint8Array) {
	const cut = unit.where === "blocks" && unit.interlaced ? unit.logical % volume.blockSize : 0;
	if (cut === 0) return stored.subarray(0, unit.length);
	const turned = new Uint8Array(stored.length);
	turned.set(stored.subarray(cut));
	turned.set(stored.subarray(0, cut), stored.length - cut);
	return turned.subarray(0, unit.length);
}
