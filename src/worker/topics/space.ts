/** Where the bytes go: sums, maps, lists, advice. */
import type { SpaceId } from "../../base/range";
import { atPace } from "../../base/steps";
import type { OwnerKind } from "../../ownership/words";
import type { PaddingSum } from "../../space/account";
import { type AllAdvice, adviceOn } from "../../space/advice/index";
import { chosenBy, type SetNeed, setNeedOf } from "../../space/chosen";
import { type ContentsSums, contentsOf } from "../../space/contents";
import type { DuplicatesFound } from "../../space/duplicates";
import type { Group } from "../../space/groups/sums";
import { type Histogram, histogramsOf } from "../../space/histograms";
import type { InsideUnits } from "../../space/inside-units";
import type { Measure } from "../../space/ledger";
import type { LeftOut } from "../../space/left-out";
import type { Need, ReadCost } from "../../space/need";
import type { TreemapColumns } from "../../space/treemap";
import type { UnitSums } from "../../space/units";
import type { TableForm } from "../../space/write-table";
import { breather } from "../breathe";
import type { Current } from "../current";
import type { HandlersOf, Method } from "../method";
import { costOf, directoryAt, grouped, groupsFile, listFile, ranked } from "../ranking";
import { spaceTotals } from "../space";

export type { SetNeed } from "../../space/chosen";
export type { ContentsSums } from "../../space/contents";
export type { DuplicatesFound } from "../../space/duplicates";
export type { Histogram } from "../../space/histograms";
export type { InsideUnits } from "../../space/inside-units";
export type { TreemapColumns } from "../../space/treemap";
export type { TableForm } from "../../space/write-table";

/** Where all bytes are: each counted once, by what it is. */
export interface SpaceTotals {
	/** The image first. The bytes of all kinds add up to the size. */
	readonly spaces: readonly {
		readonly id: SpaceId;
		readonly size: number;
		/** In the order in which maps list kinds; those without bytes are left out. */
		readonly kinds: readonly { readonly kind: OwnerKind; readonly bytes: number }[];
		/** Of the kind `padding`: keys of PADDING_WORDS, most first. */
		readonly padding: readonly PaddingSum[];
	}[];
	/** Compressed units, each counted once. */
	readonly algorithms: readonly (Readonly<UnitSums> & { readonly label: string })[];
	/** Inodes that claim more than the image can hold; no sum has them. */
	readonly leftOut: readonly LeftOut[];
	/** Bytes that several structures claim and should not, so many places. */
	readonly clashes: number;
	/** What was left out because it would have been too much, each in a sentence. */
	readonly shortfalls: readonly string[];
	/** What can be asked: lists of files, and ways to group them. */
	readonly lists: readonly {
		readonly id: string;
		readonly label: string;
		readonly doc: string;
		readonly sort: string;
		/** Whether `duplicates` must have been called first. */
		readonly comparesContents: boolean;
	}[];
	readonly groupings: readonly {
		readonly id: string;
		readonly label: string;
		readonly doc: string;
	}[];
}

/** Of a list of files. */
export interface ListParams {
	/** An id of SpaceTotals.lists. */
	readonly list: string;
	/** The directory below which files count; all without. */
	readonly nid?: bigint;
	/** As a filter of names; empty for all. */
	readonly query: string;
	/** Id of a column, or `path`; the list's own when it is neither. */
	readonly sort: string;
	readonly descending: boolean;
}

export interface TableColumn {
	readonly id: string;
	readonly label: string;
	readonly unit: "bytes" | "count" | "share";
	readonly doc: string;
}

/** Files in an order, the first of them. */
export interface Ranked {
	readonly columns: readonly TableColumn[];
	/** How many there are, and how many are told. */
	readonly total: number;
	readonly count: number;
	/** Path i is names[nameStart[i] .. nameStart[i + 1]): raw bytes. */
	readonly names: Uint8Array<ArrayBuffer>;
	readonly nameStart: Uint32Array<ArrayBuffer>;
	readonly nid: BigUint64Array<ArrayBuffer>;
	/** By column, then by row; NaN where there is no figure. */
	readonly values: readonly Float64Array<ArrayBuffer>[];
	/** What all of them need together; absent when they are all files of the image. */
	readonly need?: Need;
}

export interface GroupsResult {
	readonly of: "inodes" | "extents";
	readonly groups: readonly Group[];
}

export interface SpaceApi {
	/** Sums of all bytes. Finds owners first. */
	space: Method<Record<never, never>, SpaceTotals>;
	/** What is below a directory, as tiles; below the first one without a nid. */
	treemap: Method<{ nid?: bigint; area: Measure; width: number; height: number }, TreemapColumns>;
	/** At most `limit` files of a list. */
	rank: Method<ListParams & { readonly limit: number }, Ranked>;
	/** Compares contents of files that are as long as another, once. */
	duplicates: Method<Record<never, never>, DuplicatesFound>;
	/** The whole list as a file. */
	listFile: Method<ListParams & { readonly as: TableForm }, { readonly file: File }>;
	/** `by`: an id of SpaceTotals.groupings. `depth`: of directories, where they are grouped by. */
	groups: Method<{ by: string; depth: number }, GroupsResult>;
	/** All of them as a file. */
	groupsFile: Method<{ by: string; depth: number; as: TableForm }, { readonly file: File }>;
	/** How often files and compressed units are how large. */
	histograms: Method<Record<never, never>, readonly Histogram[]>;
	/** What would make the image smaller, and how it seems to have been made. Reads samples of contents. */
	advice: Method<Record<never, never>, AllAdvice>;
	/** The contents of all names, by how they are stored, and what that saves. */
	contents: Method<Record<never, never>, ContentsSums>;
	/** Padding inside compressed units, whose beginnings are read for it. */
	insideUnits: Method<Record<never, never>, InsideUnits>;
	/** What a set of files needs: a path or a pattern a line, as in `chosenBy`. */
	setNeed: Method<{ lines: readonly string[] }, SetNeed>;
	/** What reading a file costs, or all files below a directory; nothing for what has no contents. */
	readCost: Method<{ nid: bigint }, { readonly cost?: ReadCost }>;
}

export const space = (current: Current): HandlersOf<SpaceApi> => ({
	async space(_, { signal, progress }) {
		return spaceTotals(await current.session().ledgers.join(signal, progress));
	},

	async treemap({ nid, ...params }, { signal, progress }) {
		const ledger = await current.session().ledgers.prepared(signal, progress);
		// Only who looks at it needs what draws it.
		const { treemapOf } = await import("../../space/treemap");
		return treemapOf(ledger, { ...params, directory: directoryAt(ledger, nid) });
	},

	async rank(params, { signal, progress }) {
		return ranked(await current.session().ledgers.prepared(signal, progress), params);
	},

	duplicates: (_, { signal, progress }) => current.session().ledgers.compare(signal, progress),

	async listFile(params, { signal, progress }) {
		return { file: listFile(await current.session().ledgers.join(signal, progress), params) };
	},

	async groups(params, { signal, progress }) {
		return grouped(await current.session().ledgers.join(signal, progress), params);
	},

	async groupsFile(params, { signal, progress }) {
		return { file: groupsFile(await current.session().ledgers.join(signal, progress), params) };
	},

	async histograms(_, { signal, progress }) {
		return histogramsOf(await current.session().ledgers.join(signal, progress));
	},

	async advice(_, { signal, progress }) {
		const ledger = await current.session().ledgers.join(signal, progress);
		return adviceOn(ledger, signal);
	},

	async contents(_, { signal, progress }) {
		return contentsOf(await current.session().ledgers.prepared(signal, progress));
	},

	insideUnits: (_, { signal, progress }) => current.session().ledgers.insideUnits(signal, progress),

	async setNeed({ lines }, { signal, progress }) {
		const ledger = await current.session().ledgers.prepared(signal, progress);
		const breathe = breather(signal);
		return setNeedOf(ledger, await atPace(chosenBy(ledger.tree, lines), { signal, breathe }));
	},

	async readCost({ nid }, { signal, progress }) {
		const cost = costOf(await current.session().ledgers.prepared(signal, progress), nid);
		return cost ? { cost } : {};
	},
});
