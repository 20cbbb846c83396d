/** What the place asks the worker, and how long the answers are kept. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { SpaceId } from "../../../base/range";
import type { ListParams } from "../../../worker/protocol";
import type { OpenImage } from "../../state/image";
import type { Grid } from "../../widgets/cells.model";
import { groupsIn } from "../../widgets/owners.model";
import type { Area } from "./model";

/** Milliseconds an answer of megabytes is kept when nobody looks at it. */
const KEEP_BULKY = 20_000;
/** Files of a list that are told; the whole list can be saved. */
const MOST_ROWS = 5000;

export const useTreemap = (
	image: OpenImage,
	params: {
		readonly nid: bigint | undefined;
		readonly area: Area;
		readonly width: number;
		readonly height: number;
	},
) =>
	useQuery({
		gcTime: KEEP_BULKY,
		queryKey: [image.key, "treemap", String(params.nid), params.area, params.width, params.height],
		enabled: params.width > 0 && params.height > 0,
		placeholderData: keepPreviousData,
		queryFn: ({ signal }) => {
			const { nid, ...rest } = params;
			return image.client.call(
				"treemap",
				{ ...rest, ...(nid === undefined ? {} : { nid }) },
				{ signal },
			);
		},
	});

export const useRanked = (image: OpenImage, params: ListParams) =>
	useQuery({
		gcTime: KEEP_BULKY,
		queryKey: [image.key, "rank", ...Object.values({ ...params, nid: String(params.nid) })],
		placeholderData: keepPreviousData,
		queryFn: ({ signal }) => image.client.call("rank", { ...params, limit: MOST_ROWS }, { signal }),
	});

export const useGroups = (image: OpenImage, by: string, depth: number) =>
	useQuery({
		gcTime: KEEP_BULKY,
		queryKey: [image.key, "groups", by, depth],
		queryFn: ({ signal }) => image.client.call("groups", { by, depth }, { signal }),
	});

/** @param isCompared whether contents have been compared: then there may be more */
export const useAdvice = (image: OpenImage, isCompared: boolean) =>
	useQuery({
		queryKey: [image.key, "advice", isCompared],
		staleTime: Number.POSITIVE_INFINITY,
		queryFn: ({ signal }) => image.client.call("advice", {}, { signal }),
	});

/** Contents of all names by how they are stored. */
export const useContents = (image: OpenImage) =>
	useQuery({
		queryKey: [image.key, "contents"],
		staleTime: Number.POSITIVE_INFINITY,
		queryFn: ({ signal }) => image.client.call("contents", {}, { signal }),
	});

/** @param lines undefined until somebody asks */
export const useSetNeed = (image: OpenImage, lines: readonly string[] | undefined) =>
	useQuery({
		queryKey: [image.key, "set", lines],
		gcTime: KEEP_BULKY,
		enabled: lines !== undefined,
		placeholderData: keepPreviousData,
		queryFn: ({ signal }) => image.client.call("setNeed", { lines: lines ?? [] }, { signal }),
	});

export const useHistograms = (image: OpenImage) =>
	useQuery({
		queryKey: [image.key, "histograms"],
		staleTime: Number.POSITIVE_INFINITY,
		queryFn: ({ signal }) => image.client.call("histograms", {}, { signal }),
	});

/** What most of each cell of the image is. */
export const useCells = (
	image: OpenImage,
	space: SpaceId,
	start: number,
	{ cells, cellBytes }: Grid,
) =>
	useQuery({
		gcTime: KEEP_BULKY,
		queryKey: [image.key, "strip", space, start, cells, cellBytes],
		placeholderData: keepPreviousData,
		queryFn: async ({ signal }) => {
			const params = { space, start, end: start + cells * cellBytes, cells };
			const { strip } = await image.client.call("strip", params, { signal });
			return strip ? groupsIn(strip) : new Uint8Array();
		},
	});
