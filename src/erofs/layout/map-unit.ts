/** Where the unit that starts in a logical cluster is stored: for those who point at it. */
import { findingOf } from "../../base/errors";
import type { Target } from "../../schema/field";
import type { Lcluster } from "../map/lcluster";
import { dataTarget } from "../structs/facts";
import type { MapBody } from "./map-body";
import { tailTarget } from "./map-tail";

/** All stored blocks of the unit with its head in `lcn`. @throws Missing */
export function headTarget(of: MapBody, lcn: number): Target | undefined {
	const tail = tailTarget(of, lcn);
	if (tail) return tail;
	const { facts } = of.image;
	const cluster = of.indexed().index.load(lcn);
	const { block, clusterofs } = cluster;
	// Block 0 holds no unit: a head with it starts a fragment that damage hides.
	const isNone = block === 0 || endsFile(of, lcn, clusterofs);
	const blocks = isNone ? 0 : blocksOf(of, cluster, lcn);
	if (blocks === 0) return undefined;
	const { blockSize } = facts;
	return dataTarget(facts, block * blockSize, blocks * blockSize, `unit at block ${block}`);
}

/** Whether a head only ends the unit in front of it: nothing of the file is behind. */
export const endsFile = ({ inode, header }: MapBody, lcn: number, clusterofs: number): boolean =>
	lcn * 2 ** header.lclusterBits + clusterofs >= inode.size;

/** One, where damage hides how many there are. */
function blocksOf({ indexed }: MapBody, { type, hole }: Lcluster, lcn: number): number {
	try {
		return indexed().units.blocksOf({ lcn, type, hole });
	} catch (error) {
		if (!findingOf(error)) throw error;
		return 1;
	}
}
