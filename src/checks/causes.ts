/**
 * Which findings follow from which: one damaged byte can be seen in a hundred places, and the
 * place to look at is the one. Only what is known to follow is put under its cause.
 */
import type { Finding } from "../base/finding";
import type { SpaceId } from "../base/range";
import { atOnce, type Steps } from "../base/steps";
import { DIRENT } from "../erofs/structs/dirent";
import { type CauseContext, isOfAll, isOfInode, isOnBytes, OF_ALL, OF_INODE } from "./cause-rules";

/** A finding with those that would go with it. */
export interface Group {
	readonly cause: Finding;
	readonly follows: readonly Finding[];
}

/** Findings that hide inodes from the walk, so that fewer are met than the superblock counts. */
const HIDING =
	/^(image-truncated|sb-root-nid|beyond-end|nid-no-metabox|dirent-name|dirent-nid|directory-|inode-mode|inode-layout)/;

/** Contents that are said to be longer than they are: they lie on others, and take more blocks. */
const TOO_LONG =
	/^(z-unit-too-long|data-beyond-end|z-inline-crosses-block|inline-tail-crosses-block)$/;
/** Those that are compared with what lies on something else. */
const MOST_TOO_LONG = 64;

/** Causes of a kind that one inode keeps: a directory can have a hundred thousand. */
const MOST_ALIKE = 16;

/** The findings of a list that can be causes, so that nothing is compared with everything. */
class Causes {
	readonly #ofAll: Finding[] = [];
	readonly #ofInode = new Map<bigint | undefined, Finding[]>();
	#hiding: Finding | undefined;
	readonly #tooLong: Finding[] = [];
	#overlap: Finding | undefined;
	/** The first of each range, by the place it starts at, and by the one it ends at. */
	readonly #starting = new Map<string, Finding[]>();
	readonly #ending = new Map<string, Finding[]>();
	readonly #context: CauseContext;

	constructor(context: CauseContext) {
		this.#context = context;
	}

	add(finding: Finding): void {
		const { nid, code } = finding;
		if (isOfAll(finding)) this.#ofAll.push(finding);
		if (HIDING.test(code)) this.#hiding ??= finding;
		if (TOO_LONG.test(code) && this.#tooLong.length < MOST_TOO_LONG) this.#tooLong.push(finding);
		if (code === "z-units-overlap") this.#overlap ??= finding;
		const { space, start, end } = finding.at;
		if (!this.#first(finding)) {
			put(this.#starting, placeKey(space, start), finding);
			put(this.#ending, placeKey(space, end), finding);
		}
		if (!isOfInode(finding)) return;
		const alike = this.#ofInode.get(nid)?.filter((one) => one.code === code) ?? [];
		if (alike.length < MOST_ALIKE) put(this.#ofInode, nid, finding);
	}

	/** The first that was told of the very same bytes. */
	#first({ at: { space, start, end } }: Finding): Finding | undefined {
		return this.#starting.get(placeKey(space, start))?.find(({ at }) => at.end === end);
	}

	/** What is told of bytes on which contents lie that are too long. */
	#underneath(effect: Finding): Finding | undefined {
		if (!/^(z-units-overlap|bytes-owned-twice)$/.test(effect.code)) return undefined;
		const { at, leadsTo = at } = effect;
		return this.#tooLong.find((cause) => isOnBytes({ at: leadsTo }, cause));
	}

	/** What is told of an entry or a name of a directory, and follows from the one beside it. */
	#beside({ code, at: { space, start, end } }: Finding): Finding | undefined {
		const found = (at: ReadonlyMap<string, Finding[]>, place: number, code: string) =>
			at.get(placeKey(space, place))?.find((one) => one.code === code);
		// From an offset that is too large on, all that follow seem to be too small.
		if (code === "dirent-nameoff") return found(this.#starting, start - DIRENT, code);
		// Names follow each other without a gap.
		if (code !== "dirent-order") return undefined;
		return found(this.#starting, end, "dirent-name") ?? found(this.#ending, start, "dirent-name");
	}

	of(effect: Finding): Finding | undefined {
		if (effect.code === "sb-inos" && effect.severity === "note") return this.#hiding;
		if (effect.code === "inode-blocks-sum") return this.#tooLong[0] ?? this.#overlap;
		const isCause = (rules: typeof OF_ALL) => (cause: Finding) =>
			cause !== effect && (rules[cause.code]?.(effect, cause, this.#context) ?? false);
		return (
			this.#ofAll.find(isCause(OF_ALL)) ??
			this.#ofInode.get(effect.nid)?.find(isCause(OF_INODE)) ??
			this.#underneath(effect) ??
			this.#beside(effect) ??
			// Two things said of the same bytes are one thing to look at.
			this.#first(effect)
		);
	}
}

const placeKey = (space: SpaceId, at: number): string => `${space}:${at}`;

function put<K>(lists: Map<K, Finding[]>, key: K, finding: Finding): void {
	const known = lists.get(key);
	if (known) known.push(finding);
	else lists.set(key, [finding]);
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
		const root = cause && rootOf(cause, causeOf);
		if (root && root !== finding) causeOf.set(finding, root);
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

/**
 * The last cause of a chain, which all of the chain then lead to at once. Chains end: none is made
 * that would lead back to its start.
 */
function rootOf(finding: Finding, causeOf: Map<Finding, Finding>): Finding {
	let root = finding;
	for (let next = causeOf.get(root); next; next = causeOf.get(root)) root = next;
	for (let at = finding; at !== root; ) {
		const next = causeOf.get(at) as Finding;
		causeOf.set(at, root);
		at = next;
	}
	return root;
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
