/** What looked wrong while a command ran, told once at its end, and the exit status it makes. */
import { type Finding, lateReport } from "../base/finding";
import { FindingLog } from "../base/finding-log";
import { showName } from "../base/text";
import { DIRECTORY_ELSEWHERE } from "../erofs/directory";
import { PREFIXES_ELSEWHERE } from "../erofs/prefixes";
import type { Note } from "../export/note";

/** Told of what is hidden because a device was not given. */
const HIDING: readonly string[] = [DIRECTORY_ELSEWHERE, PREFIXES_ELSEWHERE];

/** Damaged images can have millions; these are remembered. */
const MOST = 1000;

export class Findings {
	readonly #log = new FindingLog(undefined, MOST);
	readonly #notes: Note[] = [];
	/** Texts of notes on the whole, each told once. */
	readonly #said = new Set<string>();
	/** Notes that were not kept. */
	#more = 0;
	#damaged = false;
	#incomplete = false;

	/** Some structures are read more than once; the same finding counts once, best with its path. */
	readonly report = lateReport((late) => {
		if (HIDING.includes(late.code)) this.#incomplete = true;
		if (late.severity === "error") this.#damaged = true;
		this.#log.addLate(late);
	});

	readonly note = (note: Note): void => {
		if (note.kind === "damage") this.#damaged = true;
		if (note.kind === "refused" || note.kind === "missing") this.#incomplete = true;
		if (note.path.length === 0) {
			if (this.#said.has(note.text)) return;
			this.#said.add(note.text);
		}
		if (this.#notes.length < MOST) this.#notes.push(note);
		else this.#more++;
	};

	/** Something of the image is wrong or could not be read. */
	get damaged(): boolean {
		return this.#damaged;
	}

	/** Something could not be written where it should go, or is on a device that was not given. */
	get incomplete(): boolean {
		return this.#incomplete;
	}

	/** One line each, errors first. */
	lines(): string[] {
		const findings = this.#log.sorted.map(findingLine);
		const left = this.#more + this.#log.more;
		const more = left ? [`and ${left} more`] : [];
		return [...this.#notes.map(noteLine), ...findings, ...more];
	}
}

/** `error sb-checksum image:1028..1032 The checksum …`; the end of the range is exclusive. */
const findingLine = (finding: Finding): string => {
	const { severity, code, at, text } = finding;
	const where = whose(finding);
	const suffix = where === undefined ? "" : ` [${where}]`;
	return `${severity} ${code} ${at.space}:${at.start}..${at.end} ${text}${suffix}`;
};

function whose({ nid, entry, path }: Finding): string | undefined {
	if (path !== undefined) return path;
	const inode = nid === undefined ? undefined : `inode ${nid}`;
	return entry === undefined ? inode : `${entry} in ${inode}`;
}

const noteLine = ({ path, text }: Note): string =>
	path.length ? `note: ${showName(path)}: ${text}` : `note: ${text}`;
