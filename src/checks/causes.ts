/**
 * Which findings follow from which: one damaged byte can be seen in a hundred places, and the
 * place to look at is the one. Only what is known to follow is put under its cause.
 */
import type { Finding } from "../base/finding";
import { IMAGE_SPACE } from "../base/space";
import { atOnce, type Steps } from "../base/steps";

/** What the rules must know of the image. */
export interface CauseContext {
	readonly rootNid: bigint;
	/** Bytes of the volume as the superblock has it. */
	readonly declared: number;
}

/** A finding with those that would go with it. */
export interface Group {
	readonly cause: Finding;
	readonly follows: readonly Finding[];
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

/** Causes that lie in the superblock or the file as a whole, by code. */
const OF_ALL: Readonly<Record<string, Follows>> = {
	"image-truncated": ({ leadsTo }, _, { declared }) =>
		leadsTo?.space === IMAGE_SPACE && leadsTo.end <= declared,
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
	"device-table-place": ({ code }) => code.startsWith("device-"),
	"device-gap": ({ code, at }, cause) => code === "device-unfilled" && at.start === cause.at.start,
	"xattr-prefix-record": ({ code }) => code === "xattr-long-prefix",
	"sb-algorithms-unknown": ({ code }) =>
		code === "algorithm-not-declared" || code === "bytes-owned-twice",
	"sb-extslots": ({ code }) => code === "data-on-superblock" || code === "bytes-owned-twice",
	// What is read where the root should be is something else.
	"sb-root-nid": ({ nid, code }, _, { rootNid }) => nid === rootNid && code !== "sb-root-nid",
	"beyond-end": ({ code }) => code === "chunk-device",
};

/** Of all that lies beyond the end, only the device table can be the cause of something elsewhere. */
const isOfAll = ({ code, field }: Finding): boolean =>
	code === "beyond-end" ? field === "extra_devices" || field === "devt_slotoff" : code in OF_ALL;

/** A size that cannot be: no map reaches so far. */
const sizeLost: Follows = ({ entry, structure }) =>
	entry === undefined && !structure.startsWith("erofs_inode_");

/** A map that is read wrongly leads anywhere. */
const contentsLost: Follows = ({ code }) =>
	/^(z-|extent-|data-|inode-size-impossible|chunk-device$|bytes-owned-twice|inode-blocks-sum)/.test(
		code,
	);

/** Causes whose effects are in the same inode, by code. */
const OF_INODE: Readonly<Record<string, Follows>> = {
	"inode-size-sign": sizeLost,
	"inode-size-impossible": sizeLost,
	"inode-xattr-icount": ({ code }) => code.startsWith("xattr-") || code === "reserved-not-zero",
	"inode-mode": ({ code }) => code === "dirent-type-mismatch",
	"chunk-format-48bit": contentsLost,
	"chunk-device-bits": contentsLost,
	"z-tail-twice": ({ code }) => code === "fragment" || code === "z-fragment-undeclared",
	"data-on-superblock": ({ code }) => code === "bytes-owned-twice",
	"inline-tail-crosses-block": ({ code }) => code === "bytes-owned-twice",
	"z-big-flags": contentsLost,
	"z-clusterbits": contentsLost,
	"extent-plen-limit": contentsLost,
	"extent-hole-format": contentsLost,
	"directory-empty": ({ code }) => code === "directory-nlink",
	"dirent-nameoff": ({ code }) => code === "dirent-order" || code === "directory-nlink",
	"dirent-nameoff0": ({ code }) => code === "directory-nlink",
};

/** Findings that hide inodes from the walk, so that fewer are met than the superblock counts. */
const HIDING =
	/^(image-truncated|sb-root-nid|beyond-end|nid-no-metabox|dirent-name|directory-|inode-mode|inode-layout)/;

/** The findings of a list that can be causes, so that nothing is compared with everything. */
class Causes {
	readonly #ofAll: Finding[] = [];
	readonly #ofInode = new Map<bigint | undefined, Finding[]>();
	#hiding: Finding | undefined;
	/** The first of each range, by where it starts. */
	readonly #firstAt = new Map<number, Finding[]>();
	readonly #context: CauseContext;

	constructor(context: CauseContext) {
		this.#context = context;
	}

	add(finding: Finding): void {
		const { nid, code } = finding;
		if (isOfAll(finding)) this.#ofAll.push(finding);
		if (HIDING.test(code)) this.#hiding ??= finding;
		if (!this.#first(finding)) this.#startingAt(finding).push(finding);
		if (!(code in OF_INODE)) return;
		const known = this.#ofInode.get(nid);
		if (known) known.push(finding);
		else this.#ofInode.set(nid, [finding]);
	}

	#startingAt({ at: { start } }: Finding): Finding[] {
		const known = this.#firstAt.get(start) ?? [];
		if (known.length === 0) this.#firstAt.set(start, known);
		return known;
	}

	/** The first that was told of the very same bytes. */
	#first({ at: { space, start, end } }: Finding): Finding | undefined {
		return this.#firstAt.get(start)?.find(({ at }) => at.end === end && at.space === space);
	}

	of(effect: Finding): Finding | undefined {
		if (effect.code === "sb-inos" && effect.severity === "note") return this.#hiding;
		const isCause = (rules: typeof OF_ALL) => (cause: Finding) =>
			cause !== effect && (rules[cause.code]?.(effect, cause, this.#context) ?? false);
		return (
			this.#ofAll.find(isCause(OF_ALL)) ??
			this.#ofInode.get(effect.nid)?.find(isCause(OF_INODE)) ??
			// Two things said of the same bytes are one thing to look at.
			this.#first(effect)
		);
	}
}

/** Findings that are looked at in one step. */
const STEP = 256;

/** Causes in the order given, each with what follows from it; nothing is left out. In steps. */
export function* grouping(findings: readonly Finding[], context: CauseContext): Steps<Group[]> {
	const causes = new Causes(context);
	for (const [i, finding] of findings.entries()) {
		causes.add(finding);
		if (i % STEP === 0) yield;
	}
	const causeOf = new Map<Finding, Finding>();
	for (const [i, finding] of findings.entries()) {
		const cause = causes.of(finding);
		if (cause && rootOf(cause, causeOf) !== finding) causeOf.set(finding, cause);
		if (i % STEP === 0) yield;
	}
	const groups = new Map<Finding, Group & { readonly follows: Finding[] }>();
	for (const [i, finding] of findings.entries()) {
		if (!causeOf.has(finding)) groups.set(finding, { cause: finding, follows: [] });
		if (i % STEP === 0) yield;
	}
	for (const [i, finding] of [...causeOf.keys()].entries()) {
		groups.get(rootOf(finding, causeOf))?.follows.push(finding);
		if (i % STEP === 0) yield;
	}
	return [...groups.values()];
}

/** The same at once. */
export const groupByCause = (findings: readonly Finding[], context: CauseContext): Group[] =>
	atOnce(grouping(findings, context));

/** The last cause of a chain. Chains end: none is made that would lead back to its start. */
function rootOf(finding: Finding, causeOf: ReadonlyMap<Finding, Finding>): Finding {
	let at = finding;
	for (let next = causeOf.get(at); next; next = causeOf.get(at)) at = next;
	return at;
}

/** For each finding that follows from another, that one. */
export function causesOf(
	findings: readonly Finding[],
	context: CauseContext,
): ReadonlyMap<Finding, Finding> {
	const causes = new Map<Finding, Finding>();
	for (const { cause, follows } of groupByCause(findings, context)) {
		for (const effect of follows) causes.set(effect, cause);
	}
	return causes;
}
