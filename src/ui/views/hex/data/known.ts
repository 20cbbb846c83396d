/** What the worker knows about a range of a space: structures, and extents of files. */
import { overlaps, type SpaceId } from "../../../../base/range";
import { parseSpace } from "../../../../base/space";
import type { Annotation } from "../../../../schema/annotate";
import type { OpenFile } from "../../../state/image";
import { extentNodes } from "../model/extents.model";

/** Extents asked for at a time: more than any window of annotations has. */
const EXTENTS = 256;

/** The inode whose contents a space is. */
export function fileOf({ facts }: OpenFile, space: SpaceId): bigint | undefined {
	const named = parseSpace(space);
	return named?.kind === "file" ? named.nid : facts.spaces.find(({ id }) => id === space)?.nid;
}

interface Wanted {
	readonly space: SpaceId;
	readonly start: number;
	readonly end: number;
	/** The selected inode: everything of it is told, met before or not. */
	readonly focus: bigint | undefined;
}

export async function nodesIn(
	image: OpenFile,
	{ space, start, end, focus }: Wanted,
	signal: AbortSignal,
): Promise<readonly Annotation[]> {
	const { client } = image;
	const params = { space, start, end, ...(focus === undefined ? {} : { focus }) };
	const { nodes } = await client.call("annotate", params, { signal });
	const nid = fileOf(image, space);
	if (nid === undefined) return nodes;
	const page = await client.call("extents", { nid, from: start, limit: EXTENTS }, { signal });
	const here = extentNodes(page).filter((node) => overlaps(node, { start, end }));
	return [...here, ...nodes];
}
