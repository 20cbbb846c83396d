/** What the hex view asks the worker besides bytes and annotations. */
import { useQuery } from "@tanstack/react-query";
import { fileSpace, type SpaceId } from "../../../../base/range";
import { nameBytes, showName } from "../../../../base/text";
import type { InodeDetail } from "../../../../worker/protocol";
import type { OpenImage } from "../../../state/image";
import { type Place, usePlace } from "../../../state/location";
import { fileOf } from "./known";

/** Milliseconds an answer nobody looks at is kept. */
const KEEP = 5 * 60_000;
const lasting = { staleTime: Number.POSITIVE_INFINITY, gcTime: KEEP, retry: false } as const;

/** The nid at a path. @throws Failure `corrupt` or `io` when there is no such path */
export async function nidOf(
	{ client, overview }: OpenImage,
	path: string,
	signal?: AbortSignal,
): Promise<bigint> {
	const { steps } = await client.call(
		"resolve",
		{ path: nameBytes(path) },
		signal ? { signal } : {},
	);
	return steps.at(-1)?.nid ?? overview.rootNid;
}

function useInodeDetail(image: OpenImage, nid: bigint | undefined) {
	return useQuery({
		...lasting,
		queryKey: [image.key, "inode", String(nid)],
		enabled: nid !== undefined,
		queryFn: ({ signal }) => image.client.call("inode", { nid: nid ?? 0n }, { signal }),
	});
}

/** The selected inode. */
export interface Focus {
	readonly nid: bigint | undefined;
	/** Path, or `inode 36` when it is not known. */
	readonly label: string;
	readonly detail: InodeDetail | undefined;
}

/** A path that does not resolve, or an inode that cannot be read, is simply no focus here. */
export function useFocus(image: OpenImage): Focus {
	const place: Place = usePlace();
	const { path } = place;
	const resolved = useQuery({
		...lasting,
		queryKey: [image.key, "resolve", path],
		enabled: path !== undefined,
		queryFn: ({ signal }) => nidOf(image, path ?? "/", signal),
	});
	const nid = path === undefined ? place.nid : resolved.data;
	const { data: detail } = useInodeDetail(image, nid);
	return { nid, label: path ?? `inode ${nid}`, detail };
}

export interface SpaceFacts {
	readonly label: string;
	readonly size: number;
}

/** What an address space is; the contents of a file are known by its inode. */
export function useSpaceFacts(image: OpenImage, space: SpaceId) {
	const row = image.overview.spaces.find(({ id }) => id === space);
	const nid = row ? undefined : fileOf(space);
	const inode = useInodeDetail(image, nid);
	const path = useQuery({
		...lasting,
		queryKey: [image.key, "contents label", space],
		enabled: nid !== undefined,
		queryFn: async ({ signal }) => {
			const answer = await image.client.call("pathOf", { nid: nid ?? 0n }, { signal });
			return answer.path ? showName(answer.path) : `inode ${nid}`;
		},
	});
	if (row) return { facts: { label: row.label, size: row.size } as SpaceFacts, known: true };
	const label = `Contents of ${path.data ?? `inode ${nid}`}`;
	const facts: SpaceFacts | undefined = inode.data && { label, size: inode.data.size };
	return { facts, known: nid !== undefined, error: inode.error };
}

/** The space with an inode's contents, when it has any. */
export function contentsSpace({
	detail,
	label,
}: Focus): { id: SpaceId; label: string } | undefined {
	if (!detail || detail.size === 0 || detail.layout === "no contents") return undefined;
	return { id: fileSpace(detail.nid), label: `Contents of ${label}` };
}
