/** Where the bytes go: summed up once per image, after owners are found. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Progress } from "../../base/progress";
import type { SpaceTotals } from "../../worker/protocol";
import type { OpenFile } from "./image";
import { useOwners } from "./owners";

/** Undefined until owners are found, which happens by itself with local images. */
export function useSpace(image: OpenFile): SpaceTotals | undefined {
	const { state } = useOwners(image);
	const queries = useQueryClient();
	return useQuery({
		queryKey: [image.key, "space"],
		enabled: state === "done",
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: Number.POSITIVE_INFINITY,
		queryFn: ({ signal }) => {
			const onProgress = (progress: Progress) =>
				queries.setQueryData([image.key, ...PROGRESS], progress);
			return image.client.call("space", {}, { signal, onProgress });
		},
	}).data;
}

const PROGRESS = ["space", "progress"];

/** How far it is. */
export const useSpaceProgress = (image: OpenFile): Progress | undefined =>
	useQuery<Progress>({ queryKey: [image.key, ...PROGRESS], enabled: false }).data;
