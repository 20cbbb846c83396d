/** What the hex view asks the worker besides bytes and annotations. */
import { useQuery } from "@tanstack/react-query";
import type { SpaceId } from "../../../../base/range";
import { showName } from "../../../../base/text";
import type { InodeDetail } from "../../../../worker/protocol";
import type { OpenFile } from "../../../state/image";
import { usePlace } from "../../../state/location";
import { useInode, useSelected } from "../../../state/selected";
import { fileOf } from "./known";

/** The selected inode. */
export interface Focus {
	readonly nid: bigint | undefined;
	/** Path, or `inode 36` when it is not known. */
	readonly label: string;
	readonly detail: InodeDetail | undefined;
	/** True while it is being looked up. */
	readonly pending: boolean;
}

/** A path that does not resolve, or an inode that cannot be read, is simply no focus here. */
export function useFocus(image: OpenFile): Focus {
	const place = usePlace();
	const { nid, path, error } = useSelected(image, place.path, place.nid);
	const { data: detail, isLoading } = useInode(image, nid);
	const resolving = path !== undefined && nid === undefined && !error;
	return { nid, label: path ?? `inode ${nid}`, detail, pending: resolving || isLoading };
}

export interface SpaceFacts {
	readonly label: string;
	readonly size: number;
}

/** What an address space is; the contents of a file are known by its inode. */
export function useSpaceFacts(image: OpenFile, space: SpaceId) {
	const row = image.facts.spaces.find(({ id }) => id === space);
	const nid = row ? undefined : fileOf(image, space);
	const inode = useInode(image, nid);
	const path = useQuery({
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
	const { error, refetch } = inode;
	return { facts, known: nid !== undefined, error, retry: () => void refetch() };
}

/** The space with an inode's contents, when it has any. */
export function contentsSpace({
	detail,
	label,
}: Focus): { id: SpaceId; label: string } | undefined {
	if (!detail || detail.size === 0 || detail.layout === "no contents") return undefined;
	return { id: detail.contents, label: `Contents of ${label}` };
}
