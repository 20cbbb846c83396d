/**
 * A check looks at one thing, with all that is needed to tell, and finds nothing or what is wrong.
 * It is an entry of a list (`list.ts`) and nothing else: who checks an image runs all of them, who
 * opens one those of the image. What readers refuse and the rules of tables tell stands in the
 * same list, without a test of its own.
 */
import type { Culprit, Fault, Finding, Report } from "../base/finding";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import type { Attributes } from "./attributes";
import type { Contents } from "./digests";
import type { LookedAt } from "./directories";
import type { Known, Links } from "./links";
import type { Leftover } from "./padding";
import type { OwnedSpace } from "./spaces";
import type { Owned } from "./stored";
import type { StoredUnit } from "./streams";

/** What there is to look at, by the subject of the checks that do. */
export interface Events {
	/** What the superblock and all that it leads to say of each other. */
	readonly image: Image;
	/** The tree as a whole, when it was walked from its root. */
	readonly tree: TreeSums;
	readonly inode: Inode;
	readonly directory: LookedAt;
	readonly attributes: Attributes;
	/** A file whose contents are looked at. */
	readonly contents: Contents;
	/** An inode, once all its names are known. */
	readonly links: Links;
	/** A compressed unit, once it was decoded. */
	readonly unit: StoredUnit;
	readonly extent: { readonly inode: Inode; readonly extent: Extent };
	/** A space, once all its owners are known. */
	readonly space: OwnedSpace;
	readonly padding: Leftover;
	/** All contents, once it is known where they lie. */
	readonly owned: Owned;
}

/** Inodes whose serial number another one in front of them has. */
export interface RepeatedSerials {
	readonly first?: (Known & { readonly ino: number }) | undefined;
	readonly repeated: number;
}

export interface TreeSums {
	/** Different inodes in the tree. */
	readonly inodes: number;
	/** Whether the tree could be read whole. */
	readonly whole: boolean;
	/** Absent when only names were read. */
	readonly serials?: RepeatedSerials | undefined;
	/** Files that are made of chunks; absent when they were not counted. */
	readonly chunked?: number | undefined;
}

/** A finding without what the check says of all its findings; where it says more, that counts. */
export type Violation = Culprit & Partial<Omit<Finding, "code" | keyof Culprit>>;

type Violations = readonly Violation[] | undefined;

/** Undefined, or nothing, when all is well. A promise only where bytes are to be read for it. */
interface Test<S> {
	test(subject: S, image: Image): Violations | Promise<Violations>;
}

export interface Check<K extends keyof Events = keyof Events> extends Fault, Test<Events[K]> {
	readonly on: K;
}

/** What an inode says of itself, wherever it is known from. */
export type InodeFields = Pick<
	Inode,
	"nid" | "at" | "extended" | "type" | "layout" | "i_size" | "raw" | "bodyEnd"
>;

/** Of an inode, by its fields alone. */
export interface FieldCheck extends Check<"inode"> {
	test(fields: InodeFields, image: Image): Violations;
}

/** Runs the checks of one subject. A promise only when one of them has to wait. */
export function judge<K extends keyof Events>(
	checks: readonly Check<K>[],
	subject: Events[K],
	image: Image,
	report: Report,
): Promise<void> | undefined {
	let waiting: Promise<void> | undefined;
	for (const check of checks) {
		const found = check.test(subject, image);
		if (found instanceof Promise) {
			const before = waiting;
			waiting = found.then(async (late) => {
				await before;
				tell(check, late, report);
			});
		} else tell(check, found, report);
	}
	return waiting;
}

/** Whether checks find nothing; what they would have to wait for is no answer. */
export function areSilent<S>(checks: readonly Test<S>[], subject: S, image: Image): boolean {
	return checks.every((check) => {
		const found = check.test(subject, image);
		return found === undefined || (!(found instanceof Promise) && found.length === 0);
	});
}

function tell({ code, severity, text }: Fault, found: Violations, report: Report): void {
	for (const violation of found ?? []) report({ code, severity, text, ...violation });
}
