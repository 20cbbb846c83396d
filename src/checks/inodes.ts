/** What an inode claims, against what the image could hold and against itself. */
import { exactBytes } from "../base/words";
import { fault } from "../erofs/faults";
import type { Image } from "../erofs/image";
import { type Inode, inodeField } from "../erofs/inode";
import { chunkTable } from "../erofs/map/chunk";
import { capacityOf, claimsMuch, possibleOf } from "../erofs/possible";
import { blocksSize } from "../erofs/stored-size";
import { CHUNK_48BIT, CHUNK_INDEXES } from "../erofs/structs/chunk";
import { FT, hasContents } from "../erofs/structs/dirent";
import { hasIncompat } from "../erofs/structs/features";
import { LAYOUT, LAYOUTS } from "../erofs/structs/inode";
import type { Check, FieldCheck, InodeFields } from "./check";

/** What is impossible of an inode, when it is of this kind. Nearly every inode claims little. */
function impossible(code: "inode-size-impossible" | "inode-blocks-impossible") {
	return (inode: Inode, image: Image) => {
		const stored = blocksSize(inode);
		if (!claimsMuch(inode, stored, capacityOf(image))) return undefined;
		return possibleOf(image, inode, stored).then(({ finding }) =>
			finding?.code === code ? [finding] : undefined,
		);
	};
}

/** Devices, fifos and sockets. */
const isSpecial = ({ type }: InodeFields): boolean => type !== FT.UNKNOWN && !hasContents(type);

const isChunked = ({ type, layout }: InodeFields): boolean =>
	hasContents(type) && layout === LAYOUT.CHUNK_BASED;

/** The largest chunks that can be asked for; for holes they are made as large as their file. */
const MOST_CHOSEN = 2 ** 30;

/** What an inode claims: of those of a tree, the census tells it. */
export const claimChecks: readonly Check<"inode">[] = [
	{
		...fault("inode-size-impossible"),
		on: "inode",
		test: impossible("inode-size-impossible"),
	},
	{
		...fault("inode-blocks-impossible"),
		on: "inode",
		test: impossible("inode-blocks-impossible"),
	},
];

/** What can be told of an inode alone. */
export const fieldChecks: readonly FieldCheck[] = [
	{
		code: "inode-special-size",
		on: "inode",
		severity: "warning",
		text: "A device, fifo or socket has no contents, yet the inode has a size.",
		test(inode) {
			if (!isSpecial(inode) || inode.i_size === 0) return undefined;
			return [{ ...inodeField(inode, "i_size"), seen: exactBytes(inode.i_size), allowed: "0" }];
		},
	},
	{
		code: "inode-special-layout",
		on: "inode",
		severity: "warning",
		text: "A device, fifo or socket has no contents, yet the inode says how they are stored.",
		test(inode) {
			if (!isSpecial(inode) || inode.layout === LAYOUT.FLAT_PLAIN) return undefined;
			const seen = LAYOUTS[inode.layout]?.label ?? String(inode.layout);
			return [{ ...inodeField(inode, "i_format"), seen, allowed: LAYOUTS[0]?.label ?? "0" }];
		},
	},
	{
		code: "chunk-bits",
		on: "inode",
		severity: "error",
		text: "The chunks are larger than any writer makes them, and than this file is: everything behind the first one is read from a wrong place. Kernels of 32 bits cannot count so far.",
		test(inode, image) {
			if (!isChunked(inode)) return undefined;
			const { chunkSize } = chunkTable(image, inode);
			if (chunkSize <= MOST_CHOSEN || inode.i_size > chunkSize / 2) return undefined;
			const allowed = `at most ${exactBytes(MOST_CHOSEN)}`;
			return [{ ...inodeField(inode, "chunk_format"), seen: exactBytes(chunkSize), allowed }];
		},
	},
	{
		code: "chunk-format-48bit",
		on: "inode",
		severity: "error",
		text: "The chunk map claims addresses of 48 bits, which only indexes have, and only 48-bit images.",
		test(inode, { facts }) {
			if (!isChunked(inode) || (inode.raw & CHUNK_48BIT) === 0) return undefined;
			const indexes = (inode.raw & CHUNK_INDEXES) !== 0;
			if (indexes && hasIncompat(facts, "48BIT")) return undefined;
			const seen = indexes ? "48BIT in an image without 48BIT" : "48BIT without INDEXES";
			return [{ ...inodeField(inode, "chunk_format"), seen, allowed: "48BIT clear" }];
		},
	},
];

export const inodeChecks = [...claimChecks, ...fieldChecks];
