/** What else is in the open file: parts of wrappers, volumes at any byte, other ways to read it. */
import { ignoreFindings } from "../../base/finding";
import { because } from "../../base/source";
import { type Compared, compareSums } from "../../containers/compare-sums";
import { type Entry, entriesOf } from "../../containers/listing";
import { type Salvage, salvage } from "../../erofs/salvage";
import { type FoundVolume, seekVolumes } from "../../erofs/seek";
import { volumeAt } from "../../sources/volume";
import { breather } from "../breathe";
import type { Current } from "../current";
import type { HandlersOf, Method } from "../method";

export type { Compared } from "../../containers/compare-sums";
export type { Entry as PartEntry } from "../../containers/listing";
export type { Salvage } from "../../erofs/salvage";
export type { FoundVolume } from "../../erofs/seek";

/** Places of the magic number in a file. */
export interface SeekResult {
	readonly volumes: number;
	/** Those with nothing but that number. */
	readonly chance: number;
}

/** Comparisons of one kind in one wrapper. */
export interface SumGroup {
	/** Leads to the wrapper; empty for the file that was opened. */
	readonly chain: string;
	/** CRC-32; absent for packed bytes, which unpack or not. */
	readonly kind?: string;
	readonly right: number;
	readonly wrong: number;
	readonly unread: number;
	/** Bytes that were read, or that came out. */
	readonly bytes: number;
}

export interface SumsResult {
	readonly groups: readonly SumGroup[];
	/** The first of those that are wrong or could not be made. */
	readonly troubles: readonly Compared[];
	/** Set when not all parts were looked at. */
	readonly isPart: boolean;
}

export interface PartsApi {
	/** All that is in the open file, wrapper in wrapper, itself first. `more` when that was not all. */
	parts: Method<Record<never, never>, { readonly more: boolean }, readonly Entry[]>;
	/** Compares all that is in the open file with the checksums that wrappers have of it. */
	sums: Method<Record<never, never>, SumsResult>;
	/** How the open file could be read as an image by assuming a block size; the most sensible first. */
	ways: Method<Record<never, never>, readonly Salvage[]>;
	/** Looks for volumes in the whole open file, whatever it is; the first are sent as they are found. */
	seekVolumes: Method<Record<never, never>, SeekResult, FoundVolume>;
}

const NO_SUMS = { right: 0, wrong: 0, unread: 0, bytes: 0 };
const MOST_TROUBLES = 100;

/** Parts told at a time, and in all. */
const PARTS_AT_ONCE = 64;
const MOST_PARTS = 5000;

/** Volumes told in a search, and as many places that have only the magic number; the rest is counted. */
const MOST_TOLD = 500;

export const parts = (current: Current): HandlersOf<PartsApi> => ({
	async parts(_, { signal, progress, emit }) {
		const { place, unpacker } = current.open();
		const told = { unpacker, signal, onProgress: progress, report: ignoreFindings };
		const pace = { breathe: breather(signal) };
		const listing = { ...told, ...pace, tails: true, most: MOST_PARTS };
		let count = 0;
		let batch: Entry[] = [];
		for await (const entry of entriesOf(place, listing)) {
			count++;
			batch.push(entry);
			if (batch.length < PARTS_AT_ONCE) continue;
			emit(batch);
			batch = [];
		}
		if (batch.length > 0) emit(batch);
		return { more: count >= MOST_PARTS };
	},

	async sums(_, { signal, progress }) {
		const { place, unpacker } = current.open();
		const groups = new Map<string, SumGroup>();
		const troubles: Compared[] = [];
		const isAll = await compareSums(place, {
			...{ unpacker, signal, onProgress: progress, most: MOST_PARTS },
			breathe: breather(signal),
			report: current.stream.log.add,
			tell(compared) {
				const { chain, kind, outcome, bytes } = compared;
				const key = JSON.stringify([chain, kind]);
				const before = groups.get(key) ?? { ...NO_SUMS, chain, ...(kind ? { kind } : {}) };
				const counted = { ...before, [outcome]: before[outcome] + 1 };
				groups.set(key, { ...counted, bytes: before.bytes + bytes });
				if (outcome !== "right" && troubles.length < MOST_TROUBLES) troubles.push(compared);
			},
		});
		return { groups: [...groups.values()], troubles, isPart: !isAll };
	},

	ways: (_, { signal }) => salvage(current.volume(), signal),

	async seekVolumes(_, { signal, progress, emit }) {
		const file = because(current.volume(), "search for EROFS");
		const breathe = breather(signal);
		const at = (start: number) => volumeAt(file, start);
		const met = { volumes: 0, chance: 0 };
		const options = { volumeAt: at, signal, onProgress: progress, breathe };
		for await (const one of seekVolumes(file, options)) {
			const kind = one.sign === "chance" ? "chance" : "volumes";
			if (met[kind]++ < MOST_TOLD) emit(one);
		}
		return met;
	},
});
