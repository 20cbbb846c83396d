/** The inode that is being looked at, from the columns of the census: one object for one after the other. */
import type { Span } from "../base/range";
import type { Resident } from "../base/resident";
import { FORM } from "../census/inodes";
import type { Container } from "../erofs/image";
import { COMPACT, EXTENDED } from "../erofs/inode-cursor";
import type { ChunkedInode } from "../erofs/map/chunk";
import type { MapInode } from "../erofs/map/header";
import { hasContents } from "../erofs/structs/dirent";
import { type AttributeBody, NO_ATTRIBUTES } from "./attribute-bodies";
import type { Inhabitants } from "./inhabitants";

const DOUBTED = FORM.UNREADABLE | FORM.DOUBTFUL | FORM.IMPOSSIBLE_SIZE | FORM.IMPOSSIBLE_STORED;

/** Whether the census vouches for what it tells of an inode. */
export const isVouchedFor = (inhabitants: Inhabitants, row: number): boolean =>
	inhabitants.isInTree(row) && !inhabitants.tree.inodes.is(row, DOUBTED);

export class Subject implements MapInode, ChunkedInode {
	readonly context: MapInode["context"];
	row = 0;
	home: Container;
	layout = 0;
	/** FT value. */
	type = 0;
	/** What it says, whether it has contents or not. */
	i_size = 0;
	/** Bytes of contents; 0 for what has none. */
	size = 0;
	/** First byte, in the inode's home. */
	start = 0;
	/** Behind the inode itself. */
	inodeEnd = 0;
	attributes: AttributeBody = NO_ATTRIBUTES;
	/** Behind its attributes. */
	bodyEnd = 0;
	readonly #inhabitants: Inhabitants;

	constructor(inhabitants: Inhabitants) {
		this.#inhabitants = inhabitants;
		this.context = inhabitants.image.facts;
		this.home = inhabitants.image.primary;
	}

	/**
	 * @returns false for an inode that is not as nearly all are: one that the census does not vouch
	 *          for, of 4 GiB, or with damaged attributes
	 * @throws Missing; Failure `corrupt` where the image has no such space
	 */
	turnTo(row: number): boolean {
		const inhabitants = this.#inhabitants;
		const { inodes } = inhabitants.tree;
		if (!isVouchedFor(inhabitants, row)) return false;
		this.row = row;
		this.home = inhabitants.homeOf(row);
		this.layout = inodes.layout(row);
		this.type = inodes.type(row);
		this.i_size = inodes.size.low[row] as number;
		this.size = hasContents(this.type) ? this.i_size : 0;
		this.start = inhabitants.start(row);
		this.inodeEnd = this.start + (inodes.is(row, FORM.EXTENDED) ? EXTENDED : COMPACT);
		const attributes = inhabitants.attributes.of(row, this.inodeEnd);
		if (!attributes || inodes.size.highAt(row) !== 0) return false;
		this.attributes = attributes;
		this.bodyEnd = this.inodeEnd + attributes.size;
		return true;
	}

	/** Those of its home. */
	get bytes(): Resident {
		return this.#inhabitants.bytesOf(this.row);
	}

	get at(): Span {
		return this.#inhabitants.known(this.row).at;
	}

	get extended(): boolean {
		return this.#inhabitants.known(this.row).extended;
	}

	get raw(): number {
		return this.#inhabitants.tree.inodes.raw.low[this.row] as number;
	}

	get nid(): bigint {
		return this.#inhabitants.nid(this.row);
	}
}
