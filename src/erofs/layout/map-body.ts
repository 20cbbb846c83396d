/** A compressed inode whose map header is read. */
import type { Header } from "../map/header";
import type { LclusterIndex } from "../map/lcluster";
import type { Units } from "../map/unit";
import type { InodeBody } from "./body";
import type { Tail } from "./map-tail";

/** The lcluster index of a map that has one, and the units it tells of. */
export interface Indexed {
	readonly index: LclusterIndex;
	readonly units: Units;
}

export interface MapBody extends InodeBody {
	readonly header: Header;
	indexed(): Indexed;
	/** Where the last unit is when it lies in no block of its own. @throws Missing */
	tail(): Tail | undefined;
}

/** Asks once, and then remembers. What throws is asked again. */
export function once<T>(ask: () => T): () => T {
	let known: { readonly value: T } | undefined;
	return () => {
		known ??= { value: ask() };
		return known.value;
	};
}
