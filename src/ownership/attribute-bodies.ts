/**
 * The attributes behind inodes, laid out once for all inodes that have the same: of most images
 * whose files have any, these are nearly all. Long ones are never the same.
 */
import type { Report } from "../base/finding";
import type { Resident } from "../base/resident";
import { FORM } from "../census/inodes";
import { layXattrs, sharedIds } from "../erofs/layout/xattrs";
import { inodeCompact, xattrBytes } from "../erofs/structs/inode";
import type { Inhabitants } from "./inhabitants";
import type { KindSums } from "./kind-sums";
import { Reach } from "./reach";

/** What lies between an inode and its map or contents. */
export interface AttributeBody {
	/** Bytes. */
	readonly size: number;
	/** Of shared attributes. */
	readonly ids: readonly number[];
	/** By kind. */
	addTo(sums: KindSums): void;
}

export const NO_ATTRIBUTES: AttributeBody = { size: 0, ids: [], addTo() {} };
/** Different ones that are remembered, and bytes of each at most. */
const MOST = 4096;
const LONGEST = 1024;

export class AttributeBodies {
	readonly #inhabitants: Inhabitants;
	/** By their bytes; undefined where they are damaged. */
	readonly #known = new Map<string, AttributeBody | undefined>();

	constructor(inhabitants: Inhabitants) {
		this.#inhabitants = inhabitants;
	}

	/**
	 * Those of a readable inode of the tree; undefined where they are damaged.
	 * @param start behind the inode itself
	 * @throws Missing
	 */
	of(row: number, start: number): AttributeBody | undefined {
		const inhabitants = this.#inhabitants;
		if (!inhabitants.tree.inodes.is(row, FORM.XATTRS)) return NO_ATTRIBUTES;
		const bytes = inhabitants.bytesOf(row);
		const size = xattrBytes(bytes.u16(inhabitants.start(row) + inodeCompact.at.i_xattr_icount));
		if (start + size > bytes.size) return undefined;
		if (size > LONGEST) return this.#layOut(row, start, size, bytes);
		const key = String.fromCharCode(...bytes.slice(start, start + size));
		const known = this.#known.get(key);
		if (known || this.#known.has(key)) return known;
		const body = this.#layOut(row, start, size, bytes);
		if (this.#known.size < MOST) this.#known.set(key, body);
		return body;
	}

	#layOut(row: number, start: number, size: number, bytes: Resident): AttributeBody | undefined {
		const { image } = this.#inhabitants;
		const inode = this.#inhabitants.inode(row);
		let isDamaged = false;
		const report: Report = () => {
			isDamaged = true;
		};
		const reach = new Reach(start, report);
		layXattrs({ image, inode, bytes }, reach);
		if (isDamaged || !reach.isGapless || reach.end !== start + size) return undefined;
		const ids = sharedIds({ inode, bytes });
		return { size, ids, addTo: (sums) => reach.addTo(sums) };
	}
}
