/** What a census finds, told with the paths of what it is about: known once a directory is settled. */
import type { Finding, Report } from "../base/finding";
import { showName } from "../base/text";
import type { Census } from "../census/census";
import { FORM, NONE } from "../census/inodes";
import type { Tree } from "../census/tree";
import { withPath } from "../census/with-path";

/** Path of an inode by its first name, as it is shown. */
export function pathOf(tree: Tree, row: number): string {
	const entry = tree.entryOf(row);
	return showName(entry === NONE ? tree.path : tree.pathOfEntry(entry));
}

/** A finding of a census. */
export interface CensusFinding {
	readonly finding: Finding;
	/** The directory that was being read. */
	readonly directory: number;
}

/** Of the newest directory of a tree. */
export const censusFinding = ({ directories }: Tree, finding: Finding): CensusFinding => ({
	finding,
	directory: directories.count - 1,
});

/** Who checks a tree that somebody else takes down. */
export interface TreeFollower {
	/** Told of all that is found on the way. */
	found(found: CensusFinding): void;
	/** Looks at what has come, while bytes are waited for. Never rejects. */
	goOn(census: Census): Promise<void> | undefined;
}

export class CensusFindings {
	readonly #tell: Report;
	/** Not told yet. */
	#pending: CensusFinding[] = [];

	constructor(tell: Report) {
		this.#tell = tell;
	}

	add(finding: CensusFinding): void {
		this.#pending.push(finding);
	}

	/** Those of directories that are settled; in the end, all. */
	flush(tree: Tree, isEnd = false): void {
		const names = new Map<number, ReadonlyMap<bigint, number>>();
		const ready = this.#pending.filter(({ directory }) => isEnd || tree.isSettled(directory));
		if (ready.length === 0) return;
		this.#pending = this.#pending.filter((one) => !ready.includes(one));
		for (const { finding, directory } of ready) {
			const entries = names.get(directory) ?? entriesByNid(tree, directory);
			names.set(directory, entries);
			this.#tell(withPath(finding, (nid) => pathIn(tree, nid, entries)));
		}
	}
}

/** Of a directory its path, of all else its name in the directory that was read. */
function pathIn(
	tree: Tree,
	nid: bigint,
	entries: ReadonlyMap<bigint, number>,
): Uint8Array | undefined {
	const entry = entries.get(nid);
	const known = entry === undefined ? tree.find(nid) : (tree.entries.inode[entry] as number);
	if (known >= 0 && tree.inodes.is(known, FORM.ENTERED)) {
		return tree.pathOfDirectory(tree.inodes.place[known] as number);
	}
	return entry === undefined ? undefined : tree.pathOfEntry(entry);
}

function entriesByNid({ directories, entries, inodes }: Tree, d: number): Map<bigint, number> {
	const found = new Map<bigint, number>();
	const end =
		d + 1 < directories.first.length ? (directories.first[d + 1] as number) : entries.count;
	for (let entry = directories.first[d] as number; entry < end; entry++) {
		found.set(inodes.nid.big(entries.inode[entry] as number), entry);
	}
	return found;
}
