/** Every table of the format: what is read with them, and all that their rules look for. */
import type { Struct } from "../../schema/struct";
import { chunkBlock, chunkIndex } from "./chunk";
import { configLength, configTable } from "./configs";
import { deviceSlot } from "./device";
import { dirent } from "./dirent";
import { extent4, extent8, extent16, extent32, extentBase } from "./encoded-extent";
import { inodeCompact, inodeExtended } from "./inode";
import { superblock, superblockExtension } from "./superblock";
import { sharedXattrId, xattrEntry, xattrIbodyHeader, xattrLongPrefix } from "./xattr";
import { indexReserved, lclusterIndex, lclusterNonhead, mapHeader } from "./zmap";

export const tables = [
	superblock,
	superblockExtension,
	configLength,
	...[0, 1, 2, 3].map(configTable),
	deviceSlot,
	dirent,
	inodeCompact,
	inodeExtended,
	xattrIbodyHeader,
	xattrEntry,
	sharedXattrId,
	xattrLongPrefix,
	chunkBlock,
	chunkIndex,
	mapHeader,
	indexReserved,
	lclusterIndex,
	lclusterNonhead,
	extentBase,
	extent4,
	extent8,
	extent16,
	extent32,
] as unknown as readonly Struct<never>[];
