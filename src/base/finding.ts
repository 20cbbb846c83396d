/**
 * A finding says what looks wrong in the *data*; the program itself is fine.
 * Findings are collected, never thrown, and always point at bytes.
 */
import type { Span } from "./range";

export type Severity = "error" | "warning" | "note";

/** What a fault is one of: where in an image who looks for it has all that is needed to tell. */
export type Subject =
	| "image"
	| "tree"
	| "structure"
	| "directory"
	| "inode"
	| "attributes"
	| "links"
	| "contents"
	| "extent"
	| "unit"
	| "space"
	| "owned"
	| "padding";

/** Something that can be wrong with an image: what its findings have in common. */
export interface Fault<C extends string = string> {
	/** Stable id, kebab-case: `sb-checksum`, `dirent-order`. */
	readonly code: C;
	readonly on: Subject;
	readonly severity: Severity;
	/** One plain sentence: what is wrong and what it means for the reader. */
	readonly text: string;
}

/** A fault that was met; its words may be more exact than those of the fault. */
export interface Finding extends Omit<Fault, "on"> {
	/** The bytes that are wrong. */
	readonly at: Span;
	/** Structure and field as the kernel spells them: `erofs_super_block`, `checksum`. */
	readonly structure: string;
	readonly field?: string;
	/** Where the field leads, when nothing can be there, or not all that it says. */
	readonly leadsTo?: Span;
	/** The inode that the field names, where it is none: what is told of it follows. */
	readonly target?: bigint;
	/** The value found and the values that would be right, in words a person can compare. */
	readonly seen?: string;
	readonly allowed?: string;
	/** The inode concerned, where there is one. */
	readonly nid?: bigint;
	/** Name, in `showPart` form, of the entry it is about when the inode is the directory of that entry. */
	readonly entry?: string;
	readonly path?: string;
	/** Paths of other files that the same bytes are wrong for. */
	readonly also?: readonly string[];
}

/** Which field is wrong: all of a finding that tells where to look. */
export type Culprit = Pick<Finding, "structure" | "field" | "at" | "nid" | "entry">;

/** The same finding about the field that leads to bytes that do not exist, instead of about those. */
export const blame = (
	{ structure: _, field: __, at: leadsTo, nid: ___, ...rest }: Finding,
	culprit: Culprit,
): Finding => ({ ...rest, leadsTo, ...culprit });

/** What makes two findings the same, however often and in whatever way their bytes are read. */
export const findingKey = ({ code, at: { space, start, end } }: Finding): string =>
	`${code} ${space} ${start} ${end}`;

/** Where readers put findings. Readers go on after reporting unless nothing can be shown. */
export interface Report {
	(finding: Finding): void;
	/** For what is made only when it is kept; absent where all is. */
	readonly late?: (late: LateFinding) => void;
}

/** A finding that is still to be made: an image can be damaged in a million places, of which few are told. */
export interface LateFinding extends Pick<Finding, "code" | "severity"> {
	readonly make: () => Finding;
}

/** Tells a finding that is made by `make`, if it is kept. */
export function reportLate(
	report: Report,
	about: Pick<Finding, "code" | "severity">,
	make: () => Finding,
): void {
	if (report.late) report.late(later(about, make));
	else report(make());
}

/** The same of one that was told late by another. */
export const passOn = (report: Report, late: LateFinding): void =>
	report.late ? report.late(late) : report(late.make());

export const later = (
	{ code, severity }: Pick<Finding, "code" | "severity">,
	make: () => Finding,
): LateFinding => ({ code, severity, make });

const made = (finding: Finding): LateFinding => later(finding, () => finding);

/** A report to which it is all the same when findings are made. */
export const lateReport = (late: (late: LateFinding) => void): Report =>
	Object.assign((finding: Finding) => late(made(finding)), { late });

export const ignoreFindings = lateReport(() => {});

const weight: Record<Severity, number> = { error: 0, warning: 1, note: 2 };

export const isWorse = (a: Severity, b: Severity): boolean => weight[a] < weight[b];

/** Errors first, then by place. */
export const bySeverity = (a: Finding, b: Finding): number =>
	weight[a.severity] - weight[b.severity] ||
	(a.at.space === b.at.space ? 0 : a.at.space < b.at.space ? -1 : 1) ||
	a.at.start - b.at.start;
