/** What was checked of an image so far and what was not, in words that are never more than true. */
import type { Exact } from "../../base/exact";
import type { Severity } from "../../base/finding";
import { counted, countText, sizeText } from "../../base/words";
import type { CheckCoverage, Overview, Survey } from "../../worker/protocol";
import type { Looked } from "../state/looked";
import { sumOf, type Tally } from "../state/tally";

export interface Coverage {
	readonly part: "tables" | "tree" | "maps" | "contents";
	readonly label: string;
	readonly state: "checked" | "partly" | "unchecked";
	/** What exactly: "4 directories, 118 inodes". */
	readonly text: string;
}

/** How far the walk over the tree is. */
export interface Walked {
	readonly state: "idle" | "running" | "done" | "stopped" | "failed";
	/** Inodes met so far. */
	readonly inodes?: number;
	readonly result?: Pick<Survey, "inodes" | "unread" | "types"> | undefined;
}

/** Index into TYPE_NAMES. */
const DIRECTORY = 2;

function tables({ features, algorithms, devices, spaces }: Overview): Coverage {
	const summed = features.some(({ name, set }) => name === "SB_CHKSUM" && set);
	const has = (id: string) => spaces.some((space) => space.id === id);
	const parts = [
		"superblock",
		summed ? "checksum of the first block" : "",
		algorithms.some(({ at }) => at) ? "compression settings" : "",
		devices.length > 1 ? "device table" : "",
		has("metabox") ? "metabox inode" : "",
		has("packed") ? "packed inode" : "",
	].filter(Boolean);
	const text = parts.join(", ") + (summed ? "" : "; the image has no checksum");
	return { part: "tables", label: "Superblock and tables", state: "checked", text };
}

function tree({ state, inodes, result }: Walked, check: CheckCoverage | undefined): Coverage {
	const about = { part: "tree", label: "Directories and inodes" } as const;
	if (result?.inodes === 0) {
		return { ...about, state: "unchecked", text: "none of them can be reached" };
	}
	if (result) {
		const directories = result.types.find(({ type }) => type === DIRECTORY)?.count ?? 0;
		const reached = reachedText(directories, result.inodes);
		return result.unread === 0
			? { ...about, state: "checked", text: reached }
			: { ...about, state: "partly", text: `${reached}; ${unreadText(result.unread)}` };
	}
	if (check && check.directories > 0) {
		const { directories, inodes } = check;
		if (endedEarly(check))
			return { ...about, state: "partly", text: `${metText(directories, inodes)} until it ended` };
		const state = isWhole(check) ? "checked" : "partly";
		return { ...about, state, text: reachedText(directories, inodes) };
	}
	if (!inodes)
		return { ...about, state: "unchecked", text: "only those of the directories you open" };
	const more = state === "running" ? "so far" : "until it was stopped";
	return { ...about, state: "partly", text: `${counted(inodes, "inode")} ${more}` };
}

const metText = (directories: number, inodes: number): string => {
	const met = counted(directories, "directory", "directories");
	return inodes === 0 ? met : `${met}, ${counted(inodes, "inode")}`;
};

const reachedText = (directories: number, inodes: number): string =>
	`${metText(directories, inodes)}: all that can be reached`;

const unreadText = (count: number): string =>
	`${counted(count, "more has a name and", "more have names and")} could not be read`;

/** What a check of a part says of what else was only looked at. */
const alone = ({ path }: CheckCoverage): string => `those of ${path}, which was checked alone`;

function maps({ inodes }: Looked, { check, part }: Checks): Coverage {
	const about = { part: "maps", label: "Attributes and block maps" } as const;
	// One that ended before it came here has looked at none.
	if (check && !(endedEarly(check) && check.attributes + check.extents === 0)) {
		const { attributes, extents } = check;
		return ofCheck(
			about,
			check,
			`${counted(attributes, "attribute")}, ${counted(extents, "extent")}`,
		);
	}
	if (part) return { ...about, state: "partly", text: alone(part) };
	return inodes === 0
		? { ...about, state: "unchecked", text: "none yet: they are read when you open a file" }
		: { ...about, state: "partly", text: `those of ${counted(inodes, "inode")} that you opened` };
}

function contents({ contents }: Looked, { check, part }: Checks): Coverage {
	const about = { part: "contents", label: "Contents" } as const;
	if (check?.level === "contents" && !(endedEarly(check) && check.units.decoded === 0)) {
		const { decoded, bytes } = check.units;
		const units = `${counted(decoded, "compressed unit")}, ${sizeText(bytes)} when decoded`;
		const none = isWhole(check) ? "nothing in it is compressed" : "none that is compressed";
		return ofCheck(about, check, decoded > 0 ? units : none);
	}
	if (part?.level === "contents") return { ...about, state: "partly", text: alone(part) };
	return contents === 0
		? { ...about, state: "unchecked", text: "none yet: they are decoded when you look at them" }
		: { ...about, state: "partly", text: `what was shown of ${counted(contents, "file")}` };
}

/** Those that came to an end: of the whole image, and the last one of a part. */
interface Checks {
	readonly check?: CheckCoverage | undefined;
	readonly part?: CheckCoverage | undefined;
}

export const coverageOf = (
	overview: Overview,
	walked: Walked,
	looked: Looked,
	check?: CheckCoverage,
	part?: CheckCoverage,
): readonly Coverage[] => [
	tables(overview),
	tree(walked, check),
	maps(looked, { check, part }),
	contents(looked, { check, part }),
];

/** Whether a check has looked at all that it was asked to. */
const isWhole = ({ complete, skipped }: CheckCoverage): boolean =>
	complete && skipped.every(({ because }) => because === "unasked");

/** Whether it ended before its time. */
const endedEarly = ({ skipped }: CheckCoverage): boolean =>
	skipped.some(({ because }) => because === "ended");

/** Of a check that could not look at all it was asked to, no part is whole. */
const ofCheck = (
	about: Pick<Coverage, "part" | "label">,
	check: CheckCoverage,
	text: string,
): Coverage =>
	isWhole(check)
		? { ...about, state: "checked", text }
		: { ...about, state: "partly", text: `${text}; not all could be looked at` };

/** What can never be checked, whatever is read. */
export const UNCHECKABLE =
	"Whether uncompressed contents are what they were: EROFS keeps no checksum of them.";

/** @param what in the plural: "directories" */
const countedSkipped = (count: Exact, what: string): string =>
	counted(count, what.replace(/ies$/, "y").replace(/s$/, ""), what);

/** What a check passed over though it was asked to look at it, in sentences. */
export const passedOver = ({ skipped }: CheckCoverage): readonly string[] =>
	skipped
		.filter(({ because }) => because !== "unasked")
		.map(({ what, why, count }) => {
			const text = count === undefined ? what : countedSkipped(count, what);
			return `${text.charAt(0).toUpperCase()}${text.slice(1)}: ${why}`;
		});

/** In a few words: how much of an image is checked. */
export function scopeText(coverage: readonly Coverage[]): string {
	const open = coverage.filter(({ state }) => state !== "checked");
	const [only, another] = open;
	if (!only) return "Structure and contents checked.";
	if (!another && only.part === "contents") {
		return only.state === "partly" ? "Contents checked in part." : "Contents not checked yet.";
	}
	return "Not all is checked.";
}

export interface Verdict {
	/** `2 errors, 1 note; 7 more follow from them`, or that there is none so far. */
	readonly found: string;
	/** What was checked, and what was not. */
	readonly scope: string;
}

const listed = (rows: readonly Coverage[]): string =>
	rows
		.map(({ label, state, text }) => {
			const name = label.charAt(0).toLowerCase() + label.slice(1);
			return state === "partly" ? `${name} (${text})` : name;
		})
		.join(", ");

const SEVERITIES: readonly Severity[] = ["error", "warning", "note"];

/** `1 error; 85 more follow from it`; "" when nothing was found. */
function foundText({ causes, follows, tellsOfMore }: Tally, isCut: boolean): string {
	const some = SEVERITIES.filter((severity) => causes[severity] > 0);
	const listed = some.map((severity) => counted(causes[severity], severity)).join(", ");
	const found = isCut || tellsOfMore ? `At least ${listed}` : listed;
	if (follows === 0) return found;
	const verb = follows === 1 ? "follows" : "follow";
	return `${found}; ${countText(follows)} more ${verb} from ${sumOf(causes) === 1 ? "it" : "them"}`;
}

/**
 * The line that is always true.
 * @param isCut whether more is known to be wrong than the tally has
 */
export function verdictOf(tally: Tally, coverage: readonly Coverage[], isCut = false): Verdict {
	const done = coverage.filter(({ state }) => state === "checked");
	const part = coverage.filter(({ state }) => state === "partly");
	const none = coverage.filter(({ state }) => state === "unchecked");
	const sentence = (head: string, rows: readonly Coverage[]) =>
		rows.length ? ` ${head}: ${listed(rows)}.` : "";
	return {
		found: foundText(tally, isCut) || "No problem found so far",
		scope: [sentence("Checked", done), sentence("In part", part), sentence("Not checked", none)]
			.join("")
			.trim(),
	};
}
