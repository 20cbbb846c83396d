/** What the attributes of an inode say, each by itself and all together. */
import type { Culprit, Report } from "../base/finding";
import type { Resident } from "../base/resident";
import { compareBytes, showName } from "../base/text";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { xattrEntry, xattrIbodyHeader } from "../erofs/structs/xattr";
import { filterBit, filterIsUsed, type Xattr, xattrsIn } from "../erofs/xattr";
import { fieldAt, viewOf } from "../schema/struct";
import type { Check, Violation } from "./check";

/** All attributes of an inode that could be read. */
export interface Attributes {
	readonly inode: Inode;
	readonly list: readonly Xattr[];
	/** Whether that is all of them. */
	readonly isWhole: boolean;
	/** The name filter; undefined where there is none. */
	readonly filter: number | undefined;
}

/**
 * @param bytes those of the inode's home
 * @param shared those of shared attributes
 * @param report as of `xattrsIn`
 * @throws Missing
 */
export function attributesIn(
	image: Image,
	inode: Inode,
	bytes: Resident,
	shared: Resident | undefined,
	report: Report,
): Attributes {
	let isWhole = !image.prefixesElsewhere;
	const list =
		inode.xattrSize === 0
			? []
			: xattrsIn(image, inode, bytes, shared, (finding) => {
					isWhole = false;
					report(finding);
				});
	const filterEnd = inode.at.end + xattrIbodyHeader.at.h_name_filter + FILTER_SIZE;
	const hasFilter = inode.xattrSize > 0 && filterEnd <= bytes.size && filterIsUsed(image);
	const filter = hasFilter ? bytes.u32(filterEnd - FILTER_SIZE) : undefined;
	return { inode, list, isWhole, filter };
}

const FILTER_SIZE = 4;

/** Short prefixes that are whole names: of the two lists of access rights. */
const isAcl = ({ base }: Xattr): boolean => base === 2 || base === 3;

const entryField = ({ at }: Xattr, nid: bigint, field: keyof typeof xattrEntry.at): Culprit => ({
	...fieldAt(xattrEntry, field, at.space, at.start),
	nid,
});

/** The value's bytes. */
export const valueField = ({ at, value }: Xattr, nid: bigint): Culprit => ({
	structure: xattrEntry.name,
	field: "value",
	at: { ...at, start: at.end - value.length },
	nid,
});

/** A check of single attributes. */
const each =
	(test: (one: Xattr, nid: bigint) => Violation | undefined) =>
	({ list, inode }: Attributes): Violation[] =>
		list.flatMap((one) => test(one, inode.nid) ?? []);

const ACL_VERSION = 2;
/** A list of access rights: a version, then as many of these. */
const ACL_ENTRY = 8;
const ACL_TAGS: readonly number[] = [1, 2, 4, 8, 16, 32];

/** What is wrong with a list of access rights. */
function aclTrouble(value: Uint8Array): string | undefined {
	if (value.length < 4 || value.length % ACL_ENTRY !== 4) return `${value.length} bytes`;
	const view = viewOf(value);
	const version = view.getUint32(0, true);
	if (version !== ACL_VERSION) return `version ${version}`;
	let last = 0;
	for (let p = 4; p < value.length; p += ACL_ENTRY) {
		const tag = view.getUint16(p, true);
		if (!ACL_TAGS.includes(tag) || tag < last) return `tag ${tag} behind ${last}`;
		last = tag;
	}
	return undefined;
}

/** Sizes of struct vfs_cap_data, by version. */
const CAPABILITY_SIZES: readonly number[] = [12, 20, 24];

/** Attributes whose name an earlier one has, which is the one that kernels find. */
function repeated(list: readonly Xattr[]): Xattr[] {
	const sorted = list.map((one, i) => ({ one, i }));
	sorted.sort((a, b) => compareBytes(a.one.name, b.one.name) || a.i - b.i);
	const names = sorted.filter(({ one }, i) => {
		const before = sorted[i - 1]?.one;
		return before && compareBytes(before.name, one.name) === 0;
	});
	return names.map(({ one }) => one);
}

export const attributeChecks: readonly Check<"attributes">[] = [
	{
		code: "xattr-acl-name",
		on: "attributes",
		severity: "warning",
		text: "The prefix of this attribute is a whole name, yet a name follows.",
		test: each((one, nid) => {
			if (!isAcl(one) || one.rest.length === 0) return undefined;
			const seen = showName(one.rest);
			return { ...entryField(one, nid, "e_name_len"), seen, allowed: "0 bytes" };
		}),
	},
	{
		code: "xattr-name-empty",
		on: "attributes",
		severity: "warning",
		text: "The attribute has no name behind its prefix.",
		test: each((one, nid) => {
			if (isAcl(one) || one.rest.length > 0) return undefined;
			return { ...entryField(one, nid, "e_name_len"), seen: "0 bytes", allowed: "at least 1" };
		}),
	},
	{
		code: "xattr-twice",
		on: "attributes",
		severity: "error",
		text: "The inode has two attributes of this name; kernels find only the first.",
		test: ({ list, inode: { nid } }) =>
			repeated(list).map((one) => ({
				...entryField(one, nid, "e_name_index"),
				seen: showName(one.name),
				allowed: "a name of its own",
			})),
	},
	{
		code: "xattr-acl-value",
		on: "attributes",
		severity: "warning",
		text: "The value is no list of access rights that kernels take.",
		test: each((one, nid) => {
			const seen = isAcl(one) ? aclTrouble(one.value) : undefined;
			const allowed = "version 2, then entries of 8 bytes with ascending tags";
			return seen === undefined ? undefined : { ...valueField(one, nid), seen, allowed };
		}),
	},
	{
		code: "xattr-capability-size",
		on: "attributes",
		severity: "warning",
		text: "The capabilities of the program have a size that no version of them has.",
		test: each((one, nid) => {
			if (showName(one.name) !== "security.capability") return undefined;
			const { length } = one.value;
			if (CAPABILITY_SIZES.includes(length)) return undefined;
			return {
				...entryField(one, nid, "e_value_size"),
				seen: `${length} bytes`,
				allowed: "12, 20 or 24",
			};
		}),
	},
	{
		code: "xattr-filter-loose",
		on: "attributes",
		severity: "note",
		text: "The name filter has bits clear that no attribute needs: kernels look for some in vain.",
		test({ inode, list, isWhole, filter }) {
			if (!isWhole || filter === undefined) return undefined;
			const needed = list.reduce((bits, { base, rest }) => bits | (1 << filterBit(base, rest)), 0);
			if ((~filter & ~needed) === 0) return undefined;
			const hex = (bits: number) => `0x${(bits >>> 0).toString(16)}`;
			const place = fieldAt(xattrIbodyHeader, "h_name_filter", inode.at.space, inode.at.end);
			return [{ ...place, nid: inode.nid, seen: hex(filter), allowed: hex(~needed) }];
		},
	},
];
