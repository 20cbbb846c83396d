/** The rules of what follows from what: by codes, and where those say too little by fields and bytes. */
import type { Finding } from "../base/finding";
import { IMAGE_SPACE } from "../base/space";
import { deviceSlot } from "../erofs/structs/device";
import { superblockExtension } from "../erofs/structs/superblock";

/** What the rules must know of the image. */
export interface CauseContext {
	readonly rootNid: bigint;
	/** Bytes of the volume as the superblock has it. */
	readonly declared: number;
}

type Follows = (effect: Finding, cause: Finding, context: CauseContext) => boolean;

const isMetabox = (nid: bigint): boolean => nid >> 63n === 1n;

/** The metabox cannot be read: nothing in it is there. */
const metaboxLost: Follows = ({ code }, _, { rootNid }) =>
	code === "nid-no-metabox" ||
	code === "xattr-no-metabox" ||
	(code === "sb-root-nid" && isMetabox(rootNid));

/** A wrong byte in the first block, which the checksum covers. */
const sumLost: Follows = ({ code }) => code === "sb-checksum";

/** Findings that lead to bytes that are there. */
const LEADS_INSIDE =
	/^(dirent-nid|z-unit-too-long|z-inline-crosses-block|inline-tail-crosses-block)$/;

/** What is told of an inode that there is not, of what is read behind and below it, and of its entry. */
const inodeLost: Follows = (effect, cause) => {
	const { code, nid, entry, path } = effect;
	if (nid === cause.target || (code === "bytes-owned-twice" && isOnBytes(effect, cause)))
		return true;
	if (nid !== cause.nid) return cause.path !== undefined && !!path?.startsWith(`${cause.path}/`);
	return code === "directory-nlink" || (code === "dirent-type-mismatch" && entry === cause.entry);
};

/** Causes that lie in the superblock or the file as a whole, or in another inode, by code. */
export const OF_ALL: Readonly<Record<string, Follows>> = {
	"image-truncated": ({ code, leadsTo }, _, { declared }) =>
		code === "device-overlap" ||
		(!LEADS_INSIDE.test(code) && leadsTo?.space === IMAGE_SPACE && leadsTo.end <= declared),
	"dirent-nid": inodeLost,
	"sb-magic": sumLost,
	"sb-blkszbits": sumLost,
	"sb-blkszbits-large": sumLost,
	"sb-blkszbits-assumed": sumLost,
	"sb-blkszbits-page": ({ code }, { severity }) =>
		severity === "error" && code === "image-truncated",
	"sb-meta-blkaddr": ({ code }) => code === "sb-root-nid",
	"sb-xattr-blkaddr": ({ field }) => field === "h_shared_xattrs",
	"sb-extslots-metabox": metaboxLost,
	"sb-metabox-nid": metaboxLost,
	"sb-packed-nid": ({ code }) => code === "fragment",
	"sb-packed-nid-metabox": ({ code }) => code === "fragment",
	"packed-in-itself": ({ code }) => code === "fragment",
	// What is read as slots are parts of the superblock.
	"device-table-place": ({ code, structure }) =>
		code.startsWith("device-") || structure === deviceSlot.name || code === "bytes-owned-twice",
	"device-gap": ({ code, at }, cause) => code === "device-unfilled" && at.start === cause.at.start,
	"xattr-prefix-record": ({ code }) => code === "xattr-long-prefix",
	"sb-algorithms-unknown": ({ code }) =>
		code === "algorithm-not-declared" || code === "bytes-owned-twice",
	"sb-extslots": ({ code, structure }) =>
		structure === superblockExtension.name ||
		/^(data-on-superblock|device-table-place|bytes-owned-twice)$/.test(code),
	// What is read where the root should be is something else.
	"sb-root-nid": ({ nid, code }, _, { rootNid }) => nid === rootNid && code !== "sb-root-nid",
	"beyond-end": ({ code }, { field }) =>
		field === "xattr_prefix_start"
			? code === "xattr-long-prefix"
			: code === "chunk-device" || code === "inode-size-impossible",
};

/** Tables of which others know by their number in them. */
const TABLES: readonly (string | undefined)[] = [
	"extra_devices",
	"devt_slotoff",
	"xattr_prefix_start",
];

/** Of all that lies beyond the end, only tables can be the cause of something elsewhere. */
export const isOfAll = ({ code, field }: Finding): boolean =>
	code === "beyond-end" ? TABLES.includes(field) : code in OF_ALL;

/** What is told of the contents of an inode by its map, which leads anywhere when it is read wrongly. */
const contentsLost: Follows = ({ code }) =>
	/^(z-|extent-|data-|fragment$|inode-size-impossible|inline-tail|chunk-device$|bytes-owned-twice|inode-blocks-sum)/.test(
		code,
	);

/** A size that cannot be: no map reaches so far. */
const sizeLost: Follows = (effect, cause, context) =>
	(effect.entry === undefined && !effect.structure.startsWith("erofs_inode_")) ||
	(effect.code.startsWith("data-") && contentsLost(effect, cause, context));

/** What is behind an inode does not begin where it should. */
const bodyLost: Follows = (effect, cause, context) =>
	effect.code.startsWith("xattr-") ||
	effect.code === "reserved-not-zero" ||
	(effect.code === "beyond-end" && effect.entry === undefined) ||
	contentsLost(effect, cause, context);

/** An index whose entries contradict each other: units begin and end elsewhere. */
const unitsLost: Follows = ({ code }) =>
	/^(z-(unit-too-long|plain-length|interlaced-length|decode|padding|units-overlap|decoded-limit|stored-limit)|data-|fragment$|bytes-owned-twice|inode-blocks-sum)/.test(
		code,
	);

/** A unit that is taken to be somewhere else, or of another length, does not decode, and lies on others. */
const unitLost: Follows = ({ code }) =>
	/^(z-(decode|padding|units-overlap)$|bytes-owned-twice|inode-blocks-sum)/.test(code);

/** Whether bytes are those that an address or a length leads to. */
export const isOnBytes = (effect: Pick<Finding, "at">, { leadsTo }: Finding): boolean =>
	leadsTo !== undefined &&
	leadsTo.space === effect.at.space &&
	leadsTo.start < effect.at.end &&
	effect.at.start < leadsTo.end;

/** Entries of a directory that are taken for others. */
const entriesLost: Follows = ({ code }) =>
	/^(directory-nlink|directory-reached-twice|dirent-dots|dirent-dots-twice|dirent-dot-missing|dirent-dotdot-missing)$/.test(
		code,
	);

/** Causes whose effects are in the same inode, by code. */
export const OF_INODE: Readonly<Record<string, Follows>> = {
	"inode-size-sign": sizeLost,
	"inode-size-impossible": sizeLost,
	"inode-xattr-icount": bodyLost,
	// The half that is read as a number of links in other inodes is one of blocks then.
	"inode-bit4-undeclared": (effect, cause, context) =>
		effect.code === "inode-blocks-impossible" || contentsLost(effect, cause, context),
	"inode-mode": ({ code }) => code === "dirent-type-mismatch",
	"beyond-end": bodyLost,
	"chunk-format-48bit": contentsLost,
	"chunk-device-bits": contentsLost,
	"z-tail-twice": ({ code }) => code === "fragment" || code === "z-fragment-undeclared",
	"z-tail-undeclared": ({ code }) => /^z-(idata-size|stored-nothing|plain-length)$/.test(code),
	"z-idata-size": ({ code }) => /^z-(stored-nothing|plain-length)$/.test(code),
	"z-inline-crosses-block": unitLost,
	"data-on-superblock": (effect, cause, context) =>
		effect.code === "bytes-owned-twice" ||
		(unitLost(effect, cause, context) && isOnBytes(effect, cause)),
	"data-beyond-end": (effect, cause, context) =>
		unitLost(effect, cause, context) && isOnBytes(effect, cause),
	"inline-tail-crosses-block": ({ code }) => code === "bytes-owned-twice",
	"z-big-flags": contentsLost,
	"z-big-undeclared": contentsLost,
	"z-clusterbits": contentsLost,
	"z-head2-undeclared": unitsLost,
	"z-head1-algorithm": ({ code }) => code.startsWith("algorithm-"),
	"z-head2-algorithm": ({ code }) => code.startsWith("algorithm-"),
	"z-lookback": (effect, cause, context) =>
		effect.code === "z-lookahead" || unitsLost(effect, cause, context),
	"z-cblkcnt": unitsLost,
	"z-cblkcnt-place": unitsLost,
	"z-hole-counted": unitsLost,
	"z-unit-too-long": unitLost,
	"z-interlaced-length": unitLost,
	"z-units-overlap": (effect, cause, context) =>
		effect.code !== "z-units-overlap" &&
		unitLost(effect, cause, context) &&
		isOnBytes(effect, cause),
	"extent-plen-limit": contentsLost,
	"extent-hole-format": contentsLost,
	"directory-empty": ({ code }) => code === "directory-nlink",
	"dirent-dot-missing": entriesLost,
	"dirent-dotdot-missing": entriesLost,
	"dirent-name": entriesLost,
	"dirent-nameoff": (effect, cause, context) =>
		effect.code === "dirent-order" || entriesLost(effect, cause, context),
	"dirent-hidden": ({ code, entry }, cause) =>
		code === "directory-nlink" || (code === "dirent-type-mismatch" && entry === cause.entry),
	"dirent-nameoff0": ({ code }) => code === "directory-nlink",
	"xattr-acl-name": ({ code }) => /^xattr-(acl-value|filter|filter-loose)$/.test(code),
};

/** Of all that lies beyond the end, attributes move what is behind them. */
export const isOfInode = ({ code, field }: Finding): boolean =>
	code === "beyond-end" ? field === "i_xattr_icount" : code in OF_INODE;
