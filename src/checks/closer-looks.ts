/**
 * Closer looks at what a pass has left: at what it doubts, and at what it knows to have something to
 * tell. In the order of the tree, and one thing that is damaged does not hide the next.
 */
import { reportOrThrow } from "../base/errors";
import { ignoreFindings } from "../base/finding";
import type { FindingLog } from "../base/finding-log";
import type { OnProgress } from "../base/progress";
import { showName } from "../base/text";
import { FORM } from "../census/inodes";
import type { Pace } from "../census/pace";
import type { Tree } from "../census/tree";
import { joinShown } from "../census/with-path";
import type { Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { FT } from "../erofs/structs/dirent";
import { lookAtDirectory } from "../erofs/visit";
import { judge } from "./check";
import type { Tally } from "./coverage";
import { directoryChecks } from "./directories";
import { fieldChecks } from "./inodes";
import type { SoundInodes } from "./sound";
import { hiddenRows, isDoubtful } from "./sound-directories";

export interface CloserOptions extends Pace {
	/** Where the tree begins: its path, and the nid of the directory above. */
	readonly start: { readonly path: Uint8Array; readonly parent: bigint };
	readonly log: FindingLog;
	readonly tally: Tally;
	/** Looks at all there is to an inode. @param path as it is shown */
	readonly look: (inode: Inode, path: string) => Promise<void>;
	readonly onProgress?: OnProgress;
}

/** @throws Failure `io`, `cancelled` */
export const lookCloser = (
	image: Image,
	tree: Tree,
	sound: SoundInodes,
	options: CloserOptions,
): Promise<void> => new CloserLooks(image, tree, sound, options).run();

class CloserLooks {
	readonly #image: Image;
	readonly #tree: Tree;
	readonly #options: CloserOptions;
	readonly #lacking: SoundInodes["lacking"];
	/** Rows of which only the fields are to be told. */
	readonly #told: ReadonlySet<number>;
	/** Rows to be looked at yet, and how many there were. */
	readonly #left: Set<number>;
	readonly #total: number;

	constructor(image: Image, tree: Tree, sound: SoundInodes, options: CloserOptions) {
		const { doubtful, told, lacking } = sound;
		this.#image = image;
		this.#tree = tree;
		this.#options = options;
		this.#lacking = lacking;
		this.#told = new Set(told);
		this.#left = new Set([...doubtful, ...told, ...lacking.keys()]);
		this.#total = this.#left.size;
	}

	async run(): Promise<void> {
		const tree = this.#tree;
		const { directories, inodes } = tree;
		const { breathe, start } = this.#options;
		const hidden = hiddenRows(tree, this.#image);
		await this.#inode(0, showName(start.path));
		for (let d = 0; d < directories.count; d++) {
			if (this.#left.size > 0) await this.#inodesIn(d);
			const own = directories.inode[d] as number;
			if (inodes.is(own, FORM.UNLISTED) || !isDoubtful(tree, d, hidden)) continue;
			await this.#unlessDamaged(() => this.#directory(d));
			await breathe?.();
		}
	}

	async #inodesIn(d: number): Promise<void> {
		const { directories, entries } = this.#tree;
		const end = directories.first[d + 1] as number;
		for (let entry = directories.first[d] as number; entry < end; entry++) {
			const row = entries.inode[entry] as number;
			if (this.#left.has(row)) await this.#inode(row, showName(this.#tree.pathOfEntry(entry)));
		}
	}

	async #inode(row: number, note: string): Promise<void> {
		if (!this.#left.delete(row)) return;
		const { log, tally, breathe, onProgress } = this.#options;
		const why = this.#lacking.get(row);
		if (!why || this.#told.has(row)) await this.#unlessDamaged(() => this.#read(row, note));
		if (why) tally.unread(why, log.at(note));
		const done = this.#total - this.#left.size;
		onProgress?.({ phase: "Looking closer", done, total: this.#total, unit: "inodes", note });
		await breathe?.();
	}

	async #read(row: number, note: string): Promise<void> {
		const { log, look, signal } = this.#options;
		const inode = await readInode(this.#image, this.#tree.nid(row), ignoreFindings, signal);
		if (this.#told.has(row)) await judge(fieldChecks, inode, this.#image, log.at(note));
		else await look(inode, note);
	}

	async #directory(d: number): Promise<void> {
		const { signal, breathe, start, log } = this.#options;
		const image = this.#image;
		const tree = this.#tree;
		const path = tree.pathOfDirectory(d);
		const above = tree.parentOf(d);
		const parent = above < 0 ? start.parent : tree.directoryNid(above);
		const directory = await readInode(image, tree.directoryNid(d), ignoreFindings, signal);
		// What is wrong with its entries the census has told.
		const look = await lookAtDirectory(
			image,
			directory,
			{ path, parent },
			{ report: ignoreFindings, signal, breathe, isEnough: () => true },
		);
		const shown = showName(path);
		await judge(directoryChecks, { ...look, below: this.#below(d) }, image, (finding) => {
			const { entry } = finding;
			log.at(entry === undefined ? shown : joinShown(shown, entry))(finding);
		});
	}

	/** Directories that a directory has entries of; undefined where some inodes cannot be read. */
	#below(d: number): number | undefined {
		const { directories, entries, inodes } = this.#tree;
		const end = directories.first[d + 1] as number;
		let below = 0;
		for (let entry = directories.first[d] as number; entry < end; entry++) {
			const row = entries.inode[entry] as number;
			if (inodes.is(row, FORM.UNREADABLE)) return undefined;
			if (inodes.type(row) === FT.DIR) below++;
		}
		return below;
	}

	async #unlessDamaged(look: () => Promise<void>): Promise<void> {
		try {
			await look();
		} catch (error) {
			reportOrThrow(error, this.#options.log.add);
		}
	}
}
