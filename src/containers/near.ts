/**
 * Places, and what lies near them: files of the same folder, archive or image. Some files only say
 * what others are: an index its layers, a bootstrap its blobs. They are found by their names.
 */
import type { Range, SpaceId } from "../base/range";
import type { ByteSource } from "../base/source";
import type { Tools } from "./unpack";

/** Bytes and what findings call them. */
export interface Home {
	readonly space: SpaceId;
	readonly source: ByteSource;
	/** Which bytes of the files around it hold some of its own; absent for a file that was opened. */
	parents?(range: Range): Iterable<Parent>;
}

/** A device, and the file that it is or is made of. */
export interface DeviceHome extends Home {
	/** Leads to that file. */
	readonly from: string;
}

/** The files that the user says are devices, by their numbers from 1; undefined for none. */
export type Said = ReadonlyMap<number, Near | undefined>;

/** Where the image and its devices lie, by space; devices that nobody has are not in it. */
export type Homes = ReadonlyMap<SpaceId, Home>;

/** A run of bytes, and where it lies. */
export interface Parent extends Range {
	readonly home: Home;
	/** Bytes of `home`. */
	readonly at: Range;
	/** Set where all of `at` has to be unpacked to have any of them. */
	readonly isPacked?: true;
}

/** The parents of what bytes `at` of `home` unpack to. */
export const packedIn =
	(home: Home, at: Range) =>
	({ start, end }: Range): Parent[] => [{ start, end, home, at, isPacked: true }];

export interface Place extends Home {
	/** Empty for the file that was opened. */
	readonly chain: string;
	/** What its wrapper calls it; of what has no name of its own there, as the wrapper. */
	readonly name?: string;
	/** Further files that belong to the one that was opened. */
	readonly others: readonly Home[];
	/** What lies beside it, and beside what it lies in. */
	readonly near: Nearby;
	/** What it lies in. */
	readonly around?: Place;
	/** Set for a folder: it has no bytes, and what is near is what it holds. */
	readonly isFolder?: true;
	/** Set for a file of an image, which is around it. */
	readonly inImage?: true;
	/** Byte of the opened file at which it begins, where it lies there in one piece. */
	readonly offset?: number;
	/** Wrappers around it. */
	readonly depth: number;
}

/** A file that is there to be opened. */
export interface Near {
	/** Its path, as the folder or archive has it. */
	readonly name: string;
	/** Leads to it. */
	readonly chain: string;
	/** Bytes; undefined when only unpacking tells. */
	readonly size: number | undefined;
	/** Set when it is known to be an extra device of the image that follows. */
	readonly isDevice?: true;
	/** @throws Failure */
	open(tools: Tools): Promise<Place>;
}

/** The last word of a path. */
export const lastOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

function byLastName(all: readonly Near[]): Map<string, Near[]> {
	const map = new Map<string, Near[]>();
	for (const near of all) {
		const last = lastOf(near.name);
		const same = map.get(last);
		if (same) same.push(near);
		else map.set(last, [near]);
	}
	return map;
}

export class Nearby {
	readonly #make: () => readonly Near[];
	readonly #outer: Nearby | undefined;
	#own: readonly Near[] | undefined;
	#byName: Map<string, Near[]> | undefined;

	/** @param make those of the folder or archive, of which there can be a million: called when somebody looks */
	constructor(make: () => readonly Near[] = () => [], outer?: Nearby) {
		this.#make = make;
		this.#outer = outer;
	}

	/** In the order of the folder or archive. */
	get own(): readonly Near[] {
		this.#own ??= this.#make();
		return this.#own;
	}

	/** The nearest file with that path, or whose path ends with it. */
	find(path: string): Near | undefined {
		this.#byName ??= byLastName(this.own);
		const wanted = `/${path}`;
		const same = this.#byName.get(lastOf(path));
		return same?.find(({ name }) => `/${name}`.endsWith(wanted)) ?? this.#outer?.find(path);
	}

	/** The nearest first. */
	*[Symbol.iterator](): Generator<Near, void, void> {
		yield* this.own;
		if (this.#outer) yield* this.#outer;
	}
}
