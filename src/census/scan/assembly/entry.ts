/** The entry of an lcluster index that was read last, in whichever form it is stored. */

/** LCLUSTER value. */
export let type: u32 = 0;
/** Heads: byte of the logical cluster at which the unit begins, and block that it is stored at. */
export let clusterofs: u64 = 0;
export let block: u64 = 0;
/** NONHEAD: logical clusters back to the head, and on to the next one, at least. */
export let back: u32 = 0;
export let forward: u32 = 0;
/** NONHEAD behind its head: blocks of the unit where they are counted there, else below 0. */
export let unitBlocks: i32 = 0;
/** Heads: whether only the beginning of the unit is used, or nothing is stored. */
export let isPartial: bool = false;
export let isHole: bool = false;

/** Entries and records that were read since it was set to 0: how long it has taken. */
export let seen: u32 = 0;

export function see(): void {
	seen++;
}

export function forget(): void {
	seen = 0;
}

export function setHead(ofType: u32, at: u64, ofBlock: u64, partial: bool, hole: bool): void {
	see();
	type = ofType;
	clusterofs = at;
	block = ofBlock;
	back = 0;
	forward = 1;
	unitBlocks = -1;
	isPartial = partial;
	isHole = hole;
}

export function setNonhead(ofType: u32, toHead: u32, toNext: u32, blocks: i32): void {
	see();
	type = ofType;
	clusterofs = 0;
	block = 0;
	back = toHead;
	forward = toNext;
	unitBlocks = blocks;
	isPartial = false;
	isHole = false;
}
