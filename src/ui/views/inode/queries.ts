/** What the inode view asks the worker, and how long the answers are kept. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { fileSpace } from "../../../base/range";
import type { InodeDetail } from "../../../worker/protocol";
import type { OpenImage } from "../../state/image";

/** Milliseconds an answer nobody looks at is kept. */
const KEEP = 5 * 60_000;
/** The same for answers of megabytes. */
const KEEP_BULKY = 20_000;

/** Extents of one page. */
const EXTENTS = 2000;

const lasting = { staleTime: Number.POSITIVE_INFINITY, gcTime: KEEP, retry: false } as const;

/** Several readers may report the same thing; once is enough. */
const withoutRepeats = (detail: InodeDetail): InodeDetail => ({
	...detail,
	findings: [
		...new Map(detail.findings.map((f) => [`${f.code} ${f.at.space} ${f.at.start}`, f])).values(),
	],
});

export const useInode = (image: OpenImage, nid: bigint | undefined) =>
	useQuery({
		...lasting,
		queryKey: [image.key, "inode", String(nid)],
		enabled: nid !== undefined,
		queryFn: ({ signal }) => image.client.call("inode", { nid: nid ?? 0n }, { signal }),
		select: withoutRepeats,
	});

export const useExtents = (image: OpenImage, nid: bigint) =>
	useInfiniteQuery({
		...lasting,
		gcTime: KEEP_BULKY,
		queryKey: [image.key, "extents", String(nid)],
		initialPageParam: 0,
		queryFn: ({ pageParam, signal }) =>
			image.client.call("extents", { nid, from: pageParam, limit: EXTENTS }, { signal }),
		getNextPageParam: (last) => last.next,
	});

/** Entries of a directory. */
export const useListing = (image: OpenImage, nid: bigint) =>
	useQuery({
		...lasting,
		gcTime: KEEP_BULKY,
		queryKey: [image.key, "list", String(nid)],
		queryFn: ({ signal }) => image.client.call("list", { nid }, { signal }),
	});

/** The first `length` bytes of a file's contents. */
export const useHead = (image: OpenImage, nid: bigint, length: number) =>
	useQuery({
		...lasting,
		gcTime: KEEP_BULKY,
		queryKey: [image.key, "bytes", fileSpace(nid), 0, length],
		queryFn: ({ signal }) =>
			image.client.call("bytes", { space: fileSpace(nid), start: 0, end: length }, { signal }),
	});
