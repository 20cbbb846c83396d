/** What the strip shows: owners of a whole space, and what of it was fetched. */
import { useQuery } from "@tanstack/react-query";
import type { Range, SpaceId } from "../../../../base/range";
import { IMAGE_SPACE } from "../../../../base/space";
import type { OwnerKind, Strip } from "../../../../worker/protocol";
import { EXTENT_KINDS } from "../../../../worker/protocol";
import type { OpenFile } from "../../../state/image";
import { useOwners } from "../../../state/owners";
import { fileOf } from "./known";

/** Extents of a file looked at: what lies behind them is not told. */
const MOST_EXTENTS = 4096;

/** By EXTENT_KINDS. */
const EXTENT_OWNERS: Readonly<Record<(typeof EXTENT_KINDS)[number], OwnerKind>> = {
	data: "plain-data",
	hole: "unclaimed",
	inline: "inline-data",
	fragment: "fragment",
	compressed: "pcluster",
};

/** @returns null while nobody knows whose the bytes are */
export function useStrip(
	file: OpenFile,
	space: SpaceId,
	size: number,
	cells: number,
): Strip | null | undefined {
	const { state } = useOwners(file);
	return useQuery<Strip | null>({
		queryKey: [file.key, "strip", space, cells, state],
		enabled: cells > 0,
		placeholderData: (before) => before,
		queryFn: async ({ signal }) => {
			const params = { space, start: 0, end: size, cells };
			const { strip } = await file.client.call("strip", params, { signal });
			if (strip) return strip;
			const nid = fileOf(file, space);
			return nid === undefined ? null : contentsStrip(file, nid, size, cells, signal);
		},
	}).data;
}

/** Of the contents of a file: how each part of it is stored. */
async function contentsStrip(
	{ client }: OpenFile,
	nid: bigint,
	size: number,
	cells: number,
	signal: AbortSignal,
): Promise<Strip | null> {
	const page = await client.call("extents", { nid, from: 0, limit: MOST_EXTENTS }, { signal });
	if (page.next !== undefined) return null;
	const { extents } = page;
	const kinds = new Uint8Array(cells);
	for (let i = 0; i < extents.count; i++) {
		const start = extents.start[i] as number;
		const end = start + (extents.length[i] as number);
		const from = Math.round((start / size) * cells);
		kinds.fill(
			extents.kind[i] as number,
			from,
			Math.max(from + 1, Math.round((end / size) * cells)),
		);
	}
	return { kinds, names: EXTENT_KINDS.map((kind) => EXTENT_OWNERS[kind]) };
}

/** Milliseconds between two looks at the network. */
const POLL = 1000;

/** What was fetched of the image; undefined for those that were not fetched in parts. */
export function useFetched(
	file: OpenFile,
	space: SpaceId,
	isShown: boolean,
): readonly Range[] | undefined {
	const { offset = 0 } = file.origin;
	const network = useQuery({
		queryKey: [file.key, "network"],
		enabled: file.facts.remote && space === IMAGE_SPACE && isShown,
		queryFn: async ({ signal }) => (await file.client.call("network", {}, { signal })) ?? null,
		refetchInterval: POLL,
		staleTime: 0,
	});
	return network.data?.fetched
		.filter(({ end }) => end > offset)
		.map(({ start, end }) => ({ start: Math.max(0, start - offset), end: end - offset }));
}
