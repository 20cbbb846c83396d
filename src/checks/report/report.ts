/** The result of a check: what all its forms are made of, and the one for scripts. */
import { type Exact, exact } from "../../base/exact";
import type { Finding } from "../../base/finding";
import type { Span } from "../../base/range";
import { IMAGE_SPACE } from "../../base/space";
import { countText, exactBytes } from "../../base/words";
import type { Image } from "../../erofs/image";
import { reactionText } from "../../erofs/reactions";
import { byWeight, type Weight, weightOf } from "../../erofs/severity";
import type { CauseContext } from "../cause-rules";
import { causesOf } from "../causes";
import type { Coverage, Skipped } from "../coverage";
import type { Checked } from "../run";
import type { StoredPlaces } from "./stored-places";

/** What a report is made of. */
export interface Report {
	readonly result: Checked;
	/** Byte of the file at which the volume starts. */
	readonly offset: number;
	/** What the causes follow from; absent when the image could not be opened. */
	readonly context?: CauseContext;
	/** Where bytes of contents are stored; absent when nobody asked. */
	readonly stored?: StoredPlaces;
}

export const contextOf = ({ facts }: Image): CauseContext => ({
	rootNid: facts.rootNid,
	declared: facts.blocks * facts.blockSize,
});

/** For each finding that follows from another, that one. */
export const causesIn = ({ result, context }: Report): ReadonlyMap<Finding, Finding> =>
	context ? causesOf(result.findings, context) : new Map();

/** Worst first, then as they were met. */
export const sorted = (findings: readonly Finding[]): Finding[] =>
	findings.toSorted((a, b) => byWeight(weightOf(a), weightOf(b)));

/**
 * Where the bytes are for who has the file: those of the image count from its beginning.
 * @param offset byte of the file at which the volume starts
 */
export function placeOf({ space, start, end }: Span, offset: number) {
	const moved = (at: number): Exact =>
		space === IMAGE_SPACE ? exact(BigInt(at) + BigInt(offset)) : at;
	return { space, start: moved(start), end: moved(end) };
}

/** The bytes of a finding: first as it counts them, then the same where they are stored. */
const rangesOf = (finding: Finding, { offset, stored }: Report) =>
	[finding.at, ...(stored?.get(finding) ?? [])].map((at) => placeOf(at, offset));

/** Of a form that changes, this changes too. */
const FORM = 1;

/** The stable form: what is in it stays there under its name. */
export function checkData(report: Report): object {
	const { findings, more, checked } = report.result;
	const causes = causesIn(report);
	return {
		form: FORM,
		findings: sorted(findings).map((finding) => {
			const cause = causes.get(finding);
			return {
				code: finding.code,
				severity: weightOf(finding),
				structure: finding.structure,
				field: finding.field ?? null,
				ranges: rangesOf(finding, report),
				path: finding.path ?? null,
				...(finding.also ? { also: finding.also } : {}),
				nid: finding.nid ?? null,
				seen: finding.seen ?? null,
				allowed: finding.allowed ?? null,
				message: finding.text,
				kernel: reactionText(finding.code) ?? null,
				...(cause ? { cause: { code: cause.code, ranges: rangesOf(cause, report) } } : {}),
			};
		}),
		...(more ? { more } : {}),
		checked,
	};
}

export function coverageRows(checked: Coverage): string[][] {
	const { level, path, units, skipped, beyond } = checked;
	const { directories, entries, inodes, attributes, extents } = checked;
	const rows = [
		["Looked at:", `${level === "contents" ? "structures and contents" : "structures"} of ${path}`],
		["Directories:", `${countText(directories)}, with ${countText(entries)} entries`],
		["Inodes:", countText(inodes)],
		["Attributes:", countText(attributes)],
		["Extents:", countText(extents)],
	];
	if (level === "contents") {
		const bytes = `${exactBytes(units.stored)} stored, ${exactBytes(units.bytes)} of contents`;
		const count = units.decoded === 1 ? "1 unit" : `${countText(units.decoded)} units`;
		rows.push(["Decoded:", `${count}: ${bytes}`]);
	}
	return [
		...rows,
		...listed("Not looked at:", skipped.map(skippedText)),
		...listed("No check for:", beyond),
	];
}

/** A label before the first of several lines. */
const listed = (label: string, lines: readonly string[]): string[][] =>
	lines.map((line, i) => [i === 0 ? label : "", line]);

const ONE: Readonly<Record<string, string>> = {
	devices: "device",
	digests: "digest",
	directories: "directory",
	files: "file",
	inodes: "inode",
};

function skippedText({ what, why, count }: Skipped): string {
	if (count === undefined) return `${what}: ${why}`;
	return `${countText(count)} ${count === 1 ? (ONE[what] ?? what) : what}: ${why}`;
}

const NAMES: Readonly<Record<Weight, readonly [one: string, many: string]>> = {
	fatal: ["fatal error", "fatal errors"],
	error: ["error", "errors"],
	warning: ["warning", "warnings"],
	note: ["note", "notes"],
};

export function summary(findings: readonly Finding[], { complete }: Coverage): string {
	const counts = new Map<Weight, number>();
	for (const finding of sorted(findings)) {
		const weight = weightOf(finding);
		counts.set(weight, (counts.get(weight) ?? 0) + 1);
	}
	const found = [...counts].map(
		([weight, n]) => `${countText(n)} ${NAMES[weight][n === 1 ? 0 : 1]}`,
	);
	const incomplete = complete ? "" : " Not all could be looked at.";
	if (found.length === 0) return `Nothing looks wrong in what was looked at.${incomplete}`;
	return `${found.join(", ")}.${incomplete}`;
}

/** Findings that say the same of different bytes. */
export function grouped(findings: readonly Finding[]): Finding[][] {
	const groups = new Map<string, Finding[]>();
	for (const finding of findings) {
		const key = `${finding.code}\n${finding.text}`;
		const group = groups.get(key) ?? [];
		group.push(finding);
		groups.set(key, group);
	}
	return [...groups.values()];
}
