/**
 * What is known of the tree: all that the census has taken down so far, and the directories that
 * somebody looked at before it came there.
 */
import type { Finding } from "../base/finding";
import { NONE } from "../census/inodes";
import { Tree } from "../census/tree";
import { withPath } from "../census/with-path";
import type { Facts } from "../erofs/structs/facts";

export class Known {
	readonly #facts: Facts;
	/** Directories looked at one by one. */
	#looked = new Tree();
	#census: Tree | undefined;
	/** Inodes that somebody came to by a path. */
	readonly #reached = new Set<bigint>();

	constructor(facts: Facts) {
		this.#facts = facts;
	}

	/** The tree that a census fills from now on. */
	follow(tree: Tree): void {
		this.#census = tree;
	}

	/** All of the tree is known: single directories add nothing. */
	complete(): void {
		this.#looked = new Tree();
	}

	/** A directory that was looked at. */
	add(directory: Tree): void {
		this.#looked.absorb(directory);
	}

	/** An inode at the end of a path. */
	reach(nid: bigint): void {
		this.#reached.add(nid);
	}

	/** Whether a name leads to an inode, as far as is known: other numbers may stand for any bytes. */
	isNamed(nid: bigint): boolean {
		return this.#reached.has(nid) || this.pathOf(nid) !== undefined;
	}

	get #parts(): readonly Tree[] {
		return this.#census ? [this.#census, this.#looked] : [this.#looked];
	}

	/** The tree in which a directory is known with all its entries, and its row there. */
	directory(nid: bigint): { readonly tree: Tree; readonly row: number } | undefined {
		for (const tree of this.#parts) {
			const inode = tree.find(nid);
			const row = inode < 0 ? -1 : tree.directoryOf(inode);
			if (row >= 0 && tree.isSettled(row)) return { tree, row };
		}
		return undefined;
	}

	/** Path of an inode by the name it was met by first; raw bytes with leading slash. */
	pathOf(nid: bigint): Uint8Array<ArrayBuffer> | undefined {
		if (nid === this.#facts.rootNid) return Uint8Array.of(0x2f);
		for (const tree of this.#parts) {
			const path = tree.pathOf(nid);
			if (path) return path;
		}
		return undefined;
	}

	/** The directory an inode was met in; the root is in itself. Undefined for those not met. */
	parentOf(nid: bigint): bigint | undefined {
		if (nid === this.#facts.rootNid) return nid;
		for (const tree of this.#parts) {
			const inode = tree.find(nid);
			const entry = inode < 0 ? NONE : tree.entryOf(inode);
			if (entry !== NONE) return tree.directoryNid(tree.directories.with(entry));
		}
		return undefined;
	}

	withPath(finding: Finding): Finding {
		return withPath(finding, (nid) => this.pathOf(nid));
	}

	/** What was looked at before a census came there. */
	get looked(): Tree {
		return this.#looked;
	}
}
