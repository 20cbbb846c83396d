/** What is in the open file: wrappers, their parts, and what is in those. */
import { useQuery } from "@tanstack/react-query";
import type { PartEntry } from "../../worker/protocol";
import type { OpenFile } from "./image";

interface Listed {
	readonly list: readonly PartEntry[];
	/** Whether there are more than are listed. */
	readonly more: boolean;
}

export interface Parts extends Listed {
	/** Why they cannot be listed. */
	readonly error: Error | null;
	readonly isComing: boolean;
	retry(): void;
}

const NONE: Listed = { list: [], more: false };

/** Asks for them when `wanted`; empty until they are there. */
export function useParts({ key, client }: OpenFile, wanted: boolean): Parts {
	const { data, error, isFetching, refetch } = useQuery({
		queryKey: [key, "parts"],
		enabled: wanted,
		queryFn: async ({ signal }): Promise<Listed> => {
			const list: PartEntry[] = [];
			const onEvent = (batch: readonly PartEntry[]) => void list.push(...batch);
			const { more } = await client.call("parts", {}, { signal, onEvent });
			return { list, more };
		},
	});
	const retry = () => void refetch();
	return { ...(data ?? NONE), error, isComing: isFetching && !data, retry };
}

export const isImagePart = ({ kind }: Pick<PartEntry, "kind">): boolean => kind === "erofs";
