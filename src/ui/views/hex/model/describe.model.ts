/** What a byte is, in words: for the strip under the bytes and for screen readers. */
import type { BitNote } from "../../../../schema/annotate";
import type { Target } from "../../../../schema/field";
import type { Leaf } from "./leaves.model";
import { ROLES, type RoleName } from "./roles";

export interface Description {
	/** `erofs_inode_compact.i_size` */
	readonly field: string;
	/** Whose field it is: `nid 36 · inode /usr/bin/env`. */
	readonly owner: string;
	readonly role: RoleName;
	readonly roleWord: string;
	readonly start: number;
	readonly end: number;
	readonly value?: string;
	/** Absent when it would only repeat the value. */
	readonly raw?: string;
	readonly doc?: string;
	readonly since?: string;
	readonly bits: readonly BitNote[];
	/** `4 to 17`: the bits of its bytes that a packed entry has, counted from the first. */
	readonly part?: string;
	readonly target?: Target;
}

/**
 * A structure inside a group ("an inode and what is stored behind it"): the group is no
 * structure of the format and says whose bytes these are, not which.
 */
function names(leaf: Leaf): { field: string; owner: string } {
	const groups = leaf.path[1]?.children ? 1 : 0;
	const inner = leaf.path.slice(groups);
	const nearest = inner.findLast((node) => node.label)?.label;
	const group = leaf.path.slice(0, groups).map(({ key, label }) => `${key} ${label ?? ""}`.trim());
	return {
		field: inner.map((node) => node.key).join("."),
		owner: [nearest, ...group].filter(Boolean).join(" · "),
	};
}

export function describeLeaf(leaf: Leaf): Description {
	const { node } = leaf;
	// A part of a structure that has fields: what lies between them. All of it: the structure.
	const whole = leaf.start === node.start && leaf.end === node.end;
	const between = Boolean(node.children?.length) && !whole;
	const role = node.role;
	const same = node.raw === undefined || node.raw === node.value;
	return {
		...names(leaf),
		role,
		roleWord: ROLES[role].word,
		start: between ? leaf.start : node.start,
		end: between ? leaf.end : node.end,
		bits: node.bits ?? [],
		...(node.part ? { part: `${node.part.from} to ${node.part.from + node.part.count - 1}` } : {}),
		...(node.value === undefined ? {} : { value: node.value }),
		...(same ? {} : { raw: node.raw }),
		...(between
			? { doc: "Bytes of this structure that belong to none of its fields." }
			: node.doc === undefined
				? {}
				: { doc: node.doc }),
		...(node.since === undefined ? {} : { since: node.since }),
		...(node.target === undefined || between ? {} : { target: node.target }),
	};
}

/** One sentence for a screen reader. */
export function spoken(d: Description): string {
	const value = d.value === undefined ? "" : ` = ${d.value}`;
	const owner = d.owner ? `, ${d.owner}` : "";
	const target = d.target ? ` Points to ${d.target.label}; press Enter to follow.` : "";
	return `${d.field}${value}${owner}. ${d.doc ?? ""}${target}`.trim();
}

/** The byte itself: `0x480, value 0xe2 (226), “â”`. */
export function spokenByte(offset: number, byte: number | undefined): string {
	const at = `0x${offset.toString(16)}`;
	if (byte === undefined) return `${at}, not loaded`;
	const hex = byte.toString(16).padStart(2, "0");
	const letter = byte > 0x20 && byte < 0x7f ? `, character ${String.fromCharCode(byte)}` : "";
	return `${at}, byte ${hex}, decimal ${byte}${letter}`;
}
