/** The list of findings as rows: grouped as one likes, filtered, folded; a hundred thousand of them. */
import { type Finding, findingKey, type Severity } from "../../base/finding";
import type { Steps } from "../../base/steps";
import type { Group } from "../../checks/causes";

export const GROUPINGS = {
	cause: "by cause",
	code: "by rule",
	structure: "by structure",
	path: "by directory",
} as const;

export type Grouping = keyof typeof GROUPINGS;

export interface ListOptions {
	/** The best for so many without. */
	readonly by?: Grouping | undefined;
	/** Only these; all of them without. */
	readonly severity?: Severity | undefined;
	/** Words that must all be in rule, sentence, path, structure or field. */
	readonly text: string;
	/** Ids of heads that are closed, and of causes whose consequences are listed. */
	readonly turned: ReadonlySet<string>;
}

export type FindingRow =
	| {
			readonly kind: "head";
			readonly id: string;
			readonly title: string;
			readonly count: number;
			readonly isOpen: boolean;
	  }
	| {
			readonly kind: "finding";
			readonly id: string;
			readonly finding: Finding;
			/** What it follows from. */
			readonly cause?: Finding | undefined;
			readonly follows: readonly Finding[];
			/** Whether what follows is listed under it; undefined where that cannot be. */
			readonly isOpen: boolean | undefined;
			/** 1 of the first, counted as screen readers do. */
			readonly level: number;
	  };

/** Names of the structure as the kernel has it, with the field: `erofs_dirent.nid`. */
export const fieldName = ({ structure, field }: Finding): string =>
	field ? `${structure}.${field}` : structure;

/** The directory a finding is in; "" where nobody knows a path. */
function directoryOf({ path }: Finding): string {
	if (path === undefined) return "";
	return path.slice(0, path.lastIndexOf("/")) || "/";
}

const TITLES: Readonly<Record<Exclude<Grouping, "cause">, (finding: Finding) => string>> = {
	code: ({ code }) => code,
	structure: ({ structure }) => structure,
	path: directoryOf,
};

const NO_PATH = "Of the image as a whole";

function filterOf({ severity, text }: ListOptions): (finding: Finding) => boolean {
	const words = text.toLowerCase().split(/\s+/).filter(Boolean);
	return (finding) => {
		if (severity && finding.severity !== severity) return false;
		if (words.length === 0) return true;
		const { code, text, path = "", seen = "" } = finding;
		const all = `${code}\n${text}\n${path}\n${fieldName(finding)}\n${seen}`.toLowerCase();
		return words.every((word) => all.includes(word));
	};
}

/** Of more causes than that one rather wants to know which rules they break. */
const MANY = 100;

export const groupingOf = (groups: readonly Group[], { by }: ListOptions): Grouping =>
	by ?? (groups.length > MANY ? "code" : "cause");

/** Groups or findings that are looked at in one step. */
const STEP = 256;

/** @param groups the worst first */
export function findingRows(groups: readonly Group[], options: ListOptions): Steps<FindingRow[]> {
	const passes = filterOf(options);
	const by = groupingOf(groups, options);
	return by === "cause"
		? byCause(groups, options, passes)
		: byTitle(groups, { by, turned: options.turned }, passes, TITLES[by]);
}

function* byCause(
	groups: readonly Group[],
	{ turned, text, severity }: ListOptions,
	passes: (finding: Finding) => boolean,
): Steps<FindingRow[]> {
	const isFiltered = text !== "" || severity !== undefined;
	const rows: FindingRow[] = [];
	for (const [i, { cause, follows }] of groups.entries()) {
		if (i % STEP === 0) yield;
		const shown = isFiltered ? follows.filter(passes) : follows;
		if (shown.length === 0 && !passes(cause)) continue;
		const id = findingKey(cause);
		// What was searched for is in sight at once.
		const isOpen = shown.length > 0 ? turned.has(id) !== isFiltered : undefined;
		rows.push({ kind: "finding", id, finding: cause, follows, isOpen, level: 1 });
		if (!isOpen) continue;
		for (const finding of shown) rows.push(effectRow(finding, cause));
	}
	return rows;
}

const NOTHING: readonly Finding[] = [];

const effectRow = (
	finding: Finding,
	cause: Finding | undefined,
	follows = NOTHING,
): FindingRow => ({
	kind: "finding",
	id: findingKey(finding),
	finding,
	cause,
	follows,
	isOpen: undefined,
	level: 2,
});

function* byTitle(
	groups: readonly Group[],
	{ by, turned }: { readonly by: Grouping; readonly turned: ReadonlySet<string> },
	passes: (finding: Finding) => boolean,
	titleOf: (finding: Finding) => string,
): Steps<FindingRow[]> {
	const parts = new Map<string, FindingRow[]>();
	const add = (finding: Finding, cause: Finding | undefined, follows = NOTHING) => {
		if (!passes(finding)) return;
		const title = titleOf(finding);
		const part = parts.get(title);
		const row = effectRow(finding, cause, follows);
		if (part) part.push(row);
		else parts.set(title, [row]);
	};
	for (const [i, { cause, follows }] of groups.entries()) {
		if (i % STEP === 0) yield;
		add(cause, undefined, follows);
		for (const [i, finding] of follows.entries()) {
			if (i % STEP === STEP - 1) yield;
			add(finding, cause);
		}
	}
	const titles = [...parts.keys()];
	if (by === "path") titles.sort((a, b) => (a < b ? -1 : 1));
	const rows: FindingRow[] = [];
	for (const title of titles) {
		const inside = parts.get(title) ?? [];
		const id = `${by} ${title}`;
		const isOpen = !turned.has(id);
		rows.push({ kind: "head", id, isOpen, count: inside.length, title: title || NO_PATH });
		if (!isOpen) continue;
		for (const row of inside) rows.push(row);
		yield;
	}
	return rows;
}

/** What a place names of a finding: its rule, and where its bytes begin. */
export interface Chosen {
	readonly code: string;
	readonly space: string;
	readonly start: number;
}

export const isChosen = ({ code, at }: Finding, chosen: Chosen): boolean =>
	code === chosen.code && at.start === chosen.start && at.space === chosen.space;

/** The finding before or after a row; the first or last of the list when there is no such row. */
export function stepFrom(
	rows: readonly FindingRow[],
	index: number,
	by: 1 | -1,
): (FindingRow & { readonly kind: "finding" }) | undefined {
	for (let i = index < 0 && by < 0 ? rows.length - 1 : index + by; rows[i]; i += by) {
		const row = rows[i];
		if (row?.kind === "finding") return row;
	}
	return undefined;
}
