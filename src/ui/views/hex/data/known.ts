/** What the worker knows about a range of a space: structures, and extents of files. */
import { overlaps, type SpaceId } from "../../../../base/range";
import type { Annotation } from "../../../../schema/annotate";
import type { OpenImage } from "../../../state/image";
import { extentNodes } from "../model/extents.model";

/** Extents asked for at a time: more than any window of annotations has. */
const EXTENTS = 256;

const FILE = /^file:(\d{1,20})$/;

/** The inode whose contents a space is. */
export const fileOf = (space: SpaceId): bigint | undefined => {
	const nid = FILE.exec(space)?.[1];
	return nid === undefined ? undefined : BigInt(nid);
};

interface Wanted {
	readonly space: SpaceId;
	readonly start: number;
	readonly end: number;
	/** The selected inode: everything of it is told, met before or not. */
	readonly focus: bigint | undefined;
}

export async function nodesIn(
	{ client }: OpenImage,
	{ space, start, end, focus }: Wanted,
	signal: AbortSignal,
): Promise<readonly Annotation[]> {
	const params = { space, start, end, ...(focus === undefined ? {} : { focus }) };
	const { nodes } = await client.call("annotate", params, { signal });
	const nid = fileOf(space);
	if (nid === undefined) return nodes;
	const page = await client.call("extents", { nid, from: start, limit: EXTENTS }, { signal });
	const here = extentNodes(page).filter((node) => overlaps(node, { start, end }));
	return [...here, ...nodes];
}
