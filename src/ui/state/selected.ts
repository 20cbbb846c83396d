/** The selected inode, whichever way the place names it. Shared by tree, inode view and status bar. */
import { useQuery } from "@tanstack/react-query";
import { nameBytes, showName } from "../../base/text";
import type { OpenImage } from "./image";

/** Milliseconds an answer nobody looks at is kept. */
const KEEP = 5 * 60_000;

/** The nid at a path, or the path of a nid where the image knows it. */
export function useSelected(image: OpenImage, path: string | undefined, nid: bigint | undefined) {
	const byPath = useQuery({
		gcTime: KEEP,
		queryKey: [image.key, "resolve", path],
		enabled: path !== undefined,
		queryFn: async ({ signal }) => {
			const params = { path: nameBytes(path ?? "/") };
			const { steps } = await image.client.call("resolve", params, { signal });
			return steps.at(-1)?.nid ?? image.overview.rootNid;
		},
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
