/** What is in the open file: wrappers, their parts, and what is in those. */
import { useQuery } from "@tanstack/react-query";
import type { PartEntry } from "../../worker/protocol";
import type { OpenFile } from "./image";

export interface Parts {
	readonly list: readonly PartEntry[];
	/** Whether there are more than are listed. */
	readonly more: boolean;
}

const NONE: Parts = { list: [], more: false };

/** Asks for them when `wanted`; empty until they are there. */
export function useParts({ key, client }: OpenFile, wanted: boolean): Parts {
	const { data } = useQuery({
		queryKey: [key, "parts"],
		enabled: wanted,
		queryFn: async ({ signal }): Promise<Parts> => {
			const list: PartEntry[] = [];
			const onEvent = (batch: readonly PartEntry[]) => void list.push(...batch);
			const { more } = await client.call("parts", {}, { signal, onEvent });
			return { list, more };
		},
	});
	return data ?? NONE;
}

export const isImagePart = ({ kind }: Pick<PartEntry, "kind">): boolean => kind === "erofs";
