/** What of an index is worth a look: bytes, entries and packs as examples, and which files have them. */
import { FT } from "../erofs/structs/dirent";
import { BIG, LCLUSTER } from "../erofs/structs/zmap";
import type { Wanted } from "./lesson";
import type { ClusterView, IndexView } from "./map-views";
import type { Candidate, Scene } from "./scene";

/** Several units of one block each. */
async function smallIndex({ inode, scene }: Candidate): Promise<IndexView | undefined> {
	if (inode.type !== FT.REG) return undefined;
	const index = await scene.index(inode);
	const isSmall = index && (index.header.advise & BIG) === 0;
	return isSmall && (await index.unit(0)).end < inode.size ? index : undefined;
}

/** Their blocks are counted by their rank in a pack. */
async function smallPacks(candidate: Candidate): Promise<IndexView | undefined> {
	const index = await smallIndex(candidate);
	return index?.header.compact ? index : undefined;
}

export const compact: Wanted = {
	what: "a compressed file with a compact index and units of one block",
	fits: async (candidate) => (await smallPacks(candidate)) !== undefined,
};

/** A byte in a cluster where no unit starts, and one just in front of a unit; of units in blocks. */
export async function bytesIn(scene: Scene, index: IndexView) {
	const behind = await find(scene, index, ({ type }) => type === LCLUSTER.NONHEAD);
	const before = await find(
		scene,
		index,
		({ type, clusterofs }) => type !== LCLUSTER.NONHEAD && clusterofs > 1,
	);
	return { behind, before };
}

/** Clusters that are looked at for an example. */
const MOST_CLUSTERS = 512;

async function find(
	scene: Scene,
	index: IndexView,
	suits: (cluster: ClusterView) => boolean,
): Promise<number | undefined> {
	const { inode } = scene.subject;
	const { tailStart } = await tailOf(index, inode.size);
	for (let lcn = 1; lcn < Math.min(index.count, MOST_CLUSTERS); lcn++) {
		const cluster = await index.cluster(lcn);
		const n =
			cluster.type === LCLUSTER.NONHEAD
				? lcn * index.size
				: lcn * index.size + cluster.clusterofs - 1;
		if (suits(cluster) && n < tailStart) return n;
	}
	return undefined;
}

/** Where the last unit starts, when it is stored elsewhere than in a block. */
async function tailOf({ header, unit }: IndexView, size: number) {
	const hasTail = header.inlineSize !== undefined || header.fragmentOffset !== undefined;
	return { tailStart: hasTail ? (await unit(size - 1)).start : size };
}

export const inFull: Wanted = {
	what: "a compressed file with a full index",
	async fits({ inode, scene }) {
		if (inode.type !== FT.REG) return false;
		const index = await scene.index(inode);
		if (!index || index.header.compact) return false;
		return (await tailOf(index, inode.size)).tailStart > 0;
	},
};

export const exercised: Wanted = {
	what: "a compressed file with a compact index, units of one block, and a unit that starts inside a cluster",
	async fits(candidate) {
		const index = await smallPacks(candidate);
		if (!index) return false;
		const { behind, before } = await bytesIn(candidate.scene.about(candidate), index);
		return behind !== undefined && before !== undefined;
	},
};

export const split: Wanted = {
	what: "a compressed file with an index, units of one block, and a unit that starts inside a cluster",
	async fits(candidate) {
		const index = await smallIndex(candidate);
		if (!index) return false;
		return (await bytesIn(candidate.scene.about(candidate), index)).before !== undefined;
	},
};

/** The last entry of a pack that says how far the next head is, where there is one. */
export async function lastOfPack(index: IndexView): Promise<ClusterView | undefined> {
	for (let lcn = 1; lcn < Math.min(index.count, MOST_CLUSTERS); lcn++) {
		const entry = await index.cluster(lcn);
		const isLast = entry.index === entry.entries - 1 && entry.type === LCLUSTER.NONHEAD;
		const next = lcn + entry.forward;
		if (!isLast || entry.forward === 0 || next >= index.count) continue;
		if ((await index.cluster(next)).type !== LCLUSTER.NONHEAD) return entry;
	}
	return undefined;
}

export const withOnward: Wanted = {
	what: "a compressed file with a compact index, units of one block, and a pack that ends inside a unit",
	async fits(candidate) {
		const index = await smallPacks(candidate);
		return index !== undefined && (await lastOfPack(index)) !== undefined;
	},
};

/** The first cluster in a pack of 16 entries. */
export async function firstDense(index: IndexView): Promise<number | undefined> {
	for (let lcn = 0; lcn < Math.min(index.count, MOST_CLUSTERS); lcn++)
		if ((await index.cluster(lcn)).entries === 16) return lcn;
	return undefined;
}

export const withDense: Wanted = {
	what: "a compressed file so long that its packs hold 16 entries, with units of one block",
	async fits(candidate) {
		const index = await smallPacks(candidate);
		return index !== undefined && (await firstDense(index)) !== undefined;
	},
};
