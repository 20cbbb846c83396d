/** Whose the byte at the cursor is. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ByteOwner } from "../../../../worker/protocol";
import type { OpenFile } from "../../../state/image";
import { useOwners } from "../../../state/owners";
import { useHex } from "../parts/use-hex";
import type { Hex } from "../state/hex";

/** The cursor must rest so long, ms: while it moves nobody reads whose the bytes are. */
const REST = 100;

/** Undefined while the first answer is on its way, and for files that are neither images nor wrappers. */
export function useOwnerAtCursor(file: OpenFile, hex: Hex): ByteOwner | undefined {
	const cursor = useRested(useHex(hex, (s) => s.selection.cursor));
	const { state } = useOwners(file);
	// With every window of notes more may be known.
	const notes = useHex(hex, (s) => s.notes);
	const { data } = useQuery({
		queryKey: [file.key, "owner", hex.space, cursor, state, notes.start, notes.end],
		queryFn: ({ signal }) =>
			file.client.call("owner", { space: hex.space, offset: cursor }, { signal }),
		placeholderData: keepPreviousData,
	});
	return data?.owner;
}

/** The value as it was when it had not changed for a moment. */
function useRested<T>(value: T): T {
	const [rested, setRested] = useState(value);
	useEffect(() => {
		const timer = setTimeout(() => setRested(value), REST);
		return () => clearTimeout(timer);
	}, [value]);
	return rested;
}
