import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { SpaceId } from "../../base/range";
import { isImage, type OpenFile } from "../state/image";
import { useOwners } from "../state/owners";
import { ownerWords } from "./owners.model";

/** A place must rest this long, ms, before anybody is asked about it. */
const REST = 120;

/** Whose a byte is, once that is known; undefined before, and for no byte. */
export function useOwnerWords(
	file: OpenFile,
	space: SpaceId,
	offset: number | undefined,
): string | undefined {
	const { state } = useOwners(file);
	const [rested, setRested] = useState<number>();
	useEffect(() => {
		const timer = setTimeout(() => setRested(offset), REST);
		return () => clearTimeout(timer);
	}, [offset]);
	const { data } = useQuery({
		queryKey: [file.key, "owner", space, rested, state],
		enabled: isImage(file) && rested !== undefined,
		queryFn: async ({ signal }) => {
			const params = { space, offset: rested ?? 0 };
			const { owner } = await file.client.call("owner", params, { signal });
			return owner ? ownerWords(owner) : null;
		},
	});
	return rested === offset ? (data ?? undefined) : undefined;
}
