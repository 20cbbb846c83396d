/** What the inode view asks the worker, and how long the answers are kept. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { fileSpace } from "../../../base/space";
import type { OpenImage } from "../../state/image";

/** Milliseconds an answer of megabytes is kept when nobody looks at it. */
const KEEP_BULKY = 20_000;

/** Extents of one page. */
const EXTENTS = 2000;

export const useExtents = (image: OpenImage, nid: bigint) =>
	useInfiniteQuery({
		gcTime: KEEP_BULKY,
		queryKey: [image.key, "extents", String(nid)],
		initialPageParam: 0,
		queryFn: ({ pageParam, signal }) =>
			image.client.call("extents", { nid, from: pageParam, limit: EXTENTS }, { signal }),
		getNextPageParam: (last) => last.next,
	});

/** What a file is. @param asks false for who only listens: its beginning may have to be fetched */
export const usePreview = (image: OpenImage, nid: bigint, asks = true) =>
	useQuery({
		enabled: asks,
		gcTime: KEEP_BULKY,
		queryKey: [image.key, "preview", String(nid)],
		queryFn: ({ signal }) => image.client.call("preview", { nid }, { signal }),
	});

/** The first `length` bytes of a file's contents. */
export const useHead = (image: OpenImage, nid: bigint, length: number) =>
	useQuery({
		gcTime: KEEP_BULKY,
		queryKey: [image.key, "bytes", fileSpace(nid), 0, length],
		queryFn: ({ signal }) =>
			image.client.call("bytes", { space: fileSpace(nid), start: 0, end: length }, { signal }),
	});
