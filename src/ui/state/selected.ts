/** The selected inode, whichever way the place names it: shared by tree, views and status bar. */
import { useQuery } from "@tanstack/react-query";
import { Failure } from "../../base/errors";
import { nameBytes, showName } from "../../base/text";
import { isImage, type OpenFile } from "./image";
import { usePlacePart } from "./location";

/** Milliseconds an answer nobody looks at is kept. */
const KEEP = 5 * 60_000;

/** The nid at a path. @throws Failure `corrupt` or `io` when there is no such path */
export async function nidOf(
	{ client }: OpenFile,
	path: string,
	signal?: AbortSignal,
): Promise<bigint> {
	const params = { path: nameBytes(path) };
	const { steps } = await client.call("resolve", params, signal ? { signal } : {});
	const last = steps.at(-1); // the root at least
	if (!last) throw new Failure({ kind: "bug", message: "A path has no end." });
	return last.nid;
}

export interface Selected {
	readonly nid: bigint | undefined;
	readonly path: string | undefined;
	/** Why the path leads nowhere. */
	readonly error: Error | null;
	retry(): void;
}

/** The nid at a path, or the path of a nid where the image knows it. */
export function useSelected(
	image: OpenFile,
	path: string | undefined,
	nid: bigint | undefined,
): Selected {
	const byPath = useQuery({
		gcTime: KEEP,
		queryKey: [image.key, "resolve", path],
		enabled: path !== undefined,
		queryFn: ({ signal }) => nidOf(image, path ?? "/", signal),
	});
	const byNid = useQuery({
		gcTime: KEEP,
		// A path is found among directories that were met: later there may be one.
		staleTime: 0,
		queryKey: [image.key, "pathOf", String(nid)],
		enabled: path === undefined && nid !== undefined,
		queryFn: async ({ signal }) => {
			const answer = await image.client.call("pathOf", { nid: nid ?? 0n }, { signal });
			return answer.path ? showName(answer.path) : null;
		},
	});
	return path === undefined
		? { nid, path: byNid.data ?? undefined, error: null, retry: () => {} }
		: { nid: byPath.data, path, error: byPath.error, retry: () => void byPath.refetch() };
}

/** What the address selects; the root directory as long as that is nothing. */
export function useSelection(image: OpenFile): Selected {
	const path = usePlacePart((place) => place.path);
	const nid = usePlacePart((place) => place.nid);
	const root = isImage(image) && nid === undefined ? "/" : undefined;
	return useSelected(image, path ?? root, nid);
}

/** All about an inode. */
export const useInode = (image: OpenFile, nid: bigint | undefined) =>
	useQuery({
		gcTime: KEEP,
		queryKey: [image.key, "inode", String(nid)],
		enabled: nid !== undefined,
		queryFn: ({ signal }) => image.client.call("inode", { nid: nid ?? 0n }, { signal }),
	});
