/** Where the bytes go: summed up once per image, after owners are found. */
import { useQuery } from "@tanstack/react-query";
import type { SpaceTotals } from "../../worker/protocol";
import type { OpenFile } from "./image";
import { useOwners } from "./owners";

/** Undefined until owners are found, which happens by itself with local images. */
export function useSpace(image: OpenFile): SpaceTotals | undefined {
	const { state } = useOwners(image);
	return useQuery({
		queryKey: [image.key, "space"],
		enabled: state === "done",
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: Number.POSITIVE_INFINITY,
		queryFn: ({ signal }) => image.client.call("space", {}, { signal }),
	}).data;
}
