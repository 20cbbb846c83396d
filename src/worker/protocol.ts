/**
 * Everything that crosses between page and worker: types only, no code that runs.
 *
 * The page sends descriptions (a File, a URL), never bytes; the worker answers
 * with plain data, and with columns of typed arrays where there are many rows
 * (their buffers are transferred, not copied). Nids are 64-bit: bigint everywhere.
 */
import type { Edit } from "../base/edits";
import type { FailureInfo } from "../base/errors";
import type { Finding } from "../base/finding";
import type { Progress } from "../base/progress";
import type { SpaceId, Span } from "../base/range";
import type { WalkTo } from "../base/way";
import type { BelowColumns } from "../census/below";
import type { EntryColumns } from "../census/listing";
import type { Totals } from "../census/totals";
import type { Coverage as CheckCoverage, Level as CheckLevel } from "../checks/coverage";
import type { ReportForm } from "../checks/report/forms";
import type { Entry } from "../containers/places";
import type { Assumed } from "../erofs/open";
import type { Salvage } from "../erofs/salvage";
import type { FoundVolume } from "../erofs/seek";
import type { Fill, Loss } from "../export/rescued";
import type { Inside } from "../inside/inside";
import type * as rows from "../inspect/extent-rows";
import type * as detail from "../inspect/inode-detail";
import type { Holding, Origins } from "../inspect/origins";
import type { FileFacts, Overview } from "../inspect/overview";
import type { Planned } from "../lessons/break";
import type { FoundGoal } from "../lessons/goal";
import type { Told } from "../lessons/lesson";
import type { StepId } from "../lessons/play";
import type { OwnerKind } from "../ownership/words";
import type { Openable, Preview } from "../preview/kind";
import type { Annotation } from "../schema/annotate";
import type { Step } from "../schema/stepper";
import type { KeptInfo } from "../sources/kept/library";
import type { NetworkState } from "../sources/open-remote";
import type { PaddingSum } from "../space/account";
import type { AllAdvice } from "../space/advice/index";
import type { SetNeed } from "../space/chosen";
import type { ContentsSums } from "../space/contents";
import type { DuplicatesFound } from "../space/duplicates";
import type { Group } from "../space/groups/sums";
import type { Histogram } from "../space/histograms";
import type { InsideUnits } from "../space/inside-units";
import type { Measure } from "../space/ledger";
import type { LeftOut } from "../space/left-out";
import type { Need, ReadCost } from "../space/need";
import type { TreemapColumns } from "../space/treemap";
import type { UnitSums } from "../space/units";
import type { TableForm } from "../space/write-table";
import type { Walk } from "../walks/step";

export type { BelowColumns } from "../census/below";
export type { EntryColumns } from "../census/listing";
export type { Totals as Survey } from "../census/totals";
export type { Coverage as CheckCoverage, Level as CheckLevel } from "../checks/coverage";
export type { ReportForm } from "../checks/report/forms";
export type { Entry as PartEntry } from "../containers/places";
export type { Assumed } from "../erofs/open";
export type { Salvage } from "../erofs/salvage";
export type { FoundVolume } from "../erofs/seek";
export type { Fill, Loss } from "../export/rescued";
export type { Inside } from "../inside/inside";
export type { ExtentColumns } from "../inspect/extent-rows";
export type { XattrRow } from "../inspect/inode-detail";
export type { KernelReason } from "../inspect/kernel";
export { EXTENT_KINDS, NO_ALGORITHM, TYPE_NAMES } from "../inspect/names";
export type { Origin, Origins } from "../inspect/origins";
export type {
	AlgorithmRow,
	DeviceRow,
	Fact,
	FeatureRow,
	FileFacts,
	Overview,
	SpaceRow,
} from "../inspect/overview";
export type { Planned } from "../lessons/break";
export type { Question, Telling, Told } from "../lessons/lesson";
export { KIND_WORDS, type OwnerKind, PADDING_WORDS } from "../ownership/words";
export type {
	Fact as PreviewFact,
	Facts,
	Item,
	Openable,
	Preview,
	Text as PreviewText,
	TextEncoding,
} from "../preview/kind";
export type { LoggedRequest as NetworkRequest } from "../sources/http/log";
export type { KeptInfo as KeptImage } from "../sources/kept/library";
export type { NetworkState as Network } from "../sources/open-remote";
export type { SetNeed } from "../space/chosen";
export type { ContentsSums } from "../space/contents";
export type { DuplicatesFound } from "../space/duplicates";
export type { Histogram } from "../space/histograms";
export type { InsideUnits } from "../space/inside-units";
export type { TreemapColumns } from "../space/treemap";
export type { TableForm } from "../space/write-table";
export type { Walk, WalkStep } from "../walks/step";

/**
 * What one of several files is: the image or wrapper itself, the device in a slot of its table (from
 * 1), a file beside it that wrappers may name or need (pieces, block devices), or nothing.
 */
export type Role = "image" | "beside" | "unused" | number;

/** One thing the user handed us. */
export type Input = (
	| { readonly kind: "file"; readonly file: File }
	| { readonly kind: "url"; readonly url: string }
) & {
	/** What it is, as the user says; found out where it is absent. */
	readonly role?: Role;
	/** Its path, where all are the files of a folder: from the name of that on. */
	readonly path?: string;
};

export interface OpenParams {
	/** The image first; the others are matched to device slots: as said, by tag, size or order. */
	readonly inputs: readonly Input[];
	/** Byte at which the EROFS volume starts inside the first input. */
	readonly offset?: number;
	/** Leads to a part of a wrapper; without it the only image in it is opened. */
	readonly chain?: string;
	/** Opens what would be refused for its superblock alone. */
	readonly assume?: Assumed;
	/** Opens a copy in memory that has other bytes at these places. */
	readonly edits?: readonly Edit[];
	/** Whether the checksum of the superblock is made right after the edits; it is without. */
	readonly mends?: boolean;
	/** Bytes that one compressed file may unpack to; any number when absent. */
	readonly unpackLimit?: number;
	/** Keep fetched blocks of a remote image on this device for the next visit. */
	readonly keep?: boolean;
	/** Fetch remote files whole before reading them, for servers that cannot send parts. */
	readonly whole?: boolean;
}

/** Without what was found wrong, of which there is one stream: see `findings`. */
export type InodeDetail = Omit<detail.InodeDetail, "findings">;
export type ExtentPage = Omit<rows.ExtentPage, "findings">;

/** What was found wrong since the last time. */
export interface Found {
	/** One that was told before comes once more when its path is known. */
	readonly findings: readonly Finding[];
	/** How often one was met that is not told, because there are so many. */
	readonly more: number;
}

export interface Listing {
	readonly entries: EntryColumns;
	/** Whether the names ascend in byte order. */
	readonly sorted: boolean;
}

/** Bytes of a space. `holes` are ranges that could not be read and are shown as missing. */
export interface BytesResult {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly missing: readonly {
		readonly start: number;
		readonly end: number;
		readonly why: string;
		/** The stored bytes that are damaged. */
		readonly at?: Span;
	}[];
}

/** Contents that stored bytes are; without a path as long as nobody met the inode by a name. */
export interface NamedHolding extends Holding {
	readonly path?: string;
}

/** A step of a resolved path. */
export interface PathStep {
	readonly name: Uint8Array<ArrayBuffer>;
	readonly nid: bigint;
	readonly type: number;
}

export interface CheckResult {
	/** What was looked at, and what was passed over. */
	readonly checked: CheckCoverage;
	/** Why it ended before its time. */
	readonly stopped?: FailureInfo;
}

/** Places of the magic number in a file. */
export interface SeekResult {
	readonly volumes: number;
	/** Those with nothing but that number. */
	readonly chance: number;
}

/** Hits of a whole-image name filter; paths are raw bytes in the `names` arena of `entries`. */
export interface FilterDone {
	readonly hits: number;
	readonly capped: boolean;
	readonly visited: number;
}

/** Whose a byte is, how far around it that holds, and the structures it is in. */
export interface ByteOwner {
	readonly start: number;
	readonly end: number;
	/** A key of KIND_WORDS. */
	readonly kind: OwnerKind;
	/** The inodes it belongs to, the first hundred of them. Those without a name have no path. */
	readonly inodes: readonly { readonly nid: bigint; readonly path?: string }[];
	/** How many more. */
	readonly more: number;
	readonly detail?: {
		/** What padding is there for, or why nobody claims it. */
		readonly why?: string;
		/** What the byte of an orphan would be. */
		readonly kind?: string;
	};
	/**
	 * Names from whose it is to the innermost field: `inode /bin/sh`, `index`, `entry lcluster 5`,
	 * `clusterofs`. Several where bits share a byte.
	 */
	readonly ways: readonly (readonly string[])[];
	/** The structures around it from the outside in, each with its value, meaning and target. */
	readonly steps: readonly Step[];
}

export interface OwnersFound {
	/** Without directories that are compressed: their names follow from their nids. */
	readonly spaces: readonly { readonly id: SpaceId; readonly size: number }[];
	/** What was left out because it would have been too much, each in a sentence. */
	readonly shortfalls: readonly string[];
	/** Bytes held for it. */
	readonly memory: number;
}

/** Bytes of a space in equal parts; the last one may reach beyond its end. */
export interface StripParams {
	readonly space: SpaceId;
	readonly start: number;
	readonly end: number;
	/** How many parts. */
	readonly cells: number;
}

/** A part has no whole number of bytes: part `i` of `n` goes from `i/n` to `(i + 1)/n` of them. */
export interface Strip {
	/** For each part what most of its bytes are: index into `names`. */
	readonly kinds: Uint8Array<ArrayBuffer>;
	/** Keys of KIND_WORDS. Inodes and directories count as wholes. */
	readonly names: readonly OwnerKind[];
	/** Of files that come over a network: how much of each part was fetched, 0 to 255. */
	readonly fetched?: Uint8Array<ArrayBuffer>;
}

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

export interface FindParams {
	readonly space: SpaceId;
	readonly pattern: Uint8Array;
	/** Treat ASCII letters of both cases as equal. */
	readonly ignoreCase?: boolean;
	readonly from: number;
	/** Where to give up; the end of the space (or its start) when absent. */
	readonly to?: number;
	readonly backward?: boolean;
}

export interface SaveParams {
	readonly nid: bigint;
	/** `file`: contents as they are. `tar`, `zip`: the tree below a directory. */
	readonly as: "file" | "tar" | "zip";
	/** Name without extension. */
	readonly name: string;
	/** Of a damaged file what can be read, with this in the place of what is lost; all or nothing without. */
	readonly rescue?: Fill;
	/** Of a directory: the entries that are wanted, by their raw paths below it; all without. */
	readonly only?: readonly Uint8Array[];
}

export interface Saved {
	/** Backed by disk where the browser allows, so that size does not matter. */
	readonly file: File;
	/** Things that could not be stored as they are: renamed entries, unreadable files. */
	readonly notes: readonly string[];
	/** What was lost of a damaged file, to be kept beside it. */
	readonly lost?: File;
}

/** What of a file cannot be read. */
export interface Lost {
	/** In order; neighbours that are lost for the same reason as one. */
	readonly list: readonly Loss[];
	/** Bytes in all, and ranges that are not listed. */
	readonly bytes: number;
	readonly more: number;
}

interface Method<Params, Result, Event = never> {
	params: Params;
	result: Result;
	/** Batches sent before the result, for methods that stream. */
	event: Event;
}

/** The whole conversation. One worker holds one open image. */
export interface Api {
	/** A file that it refuses for what is in it stays open for its bytes: see `refused`. */
	open: Method<OpenParams, Overview>;
	/** The file that `open` has just refused, when its bytes can be shown. */
	refused: Method<Record<never, never>, { readonly facts?: FileFacts }>;
	/**
	 * All that is found wrong with the open file, by whatever call, until it is cancelled. What a call
	 * meets is told before it is answered. Asked for before `open`, nothing is missed.
	 */
	findings: Method<Record<never, never>, never, Found>;
	/** What each of the inputs was taken for, in their order; nothing for a folder. */
	roles: Method<Record<never, never>, readonly Role[]>;
	/** All that is in the open file, wrapper in wrapper, itself first. `more` when that was not all. */
	parts: Method<Record<never, never>, { readonly more: boolean }, readonly Entry[]>;
	/** How the open file could be read as an image by assuming a block size; the most sensible first. */
	ways: Method<Record<never, never>, readonly Salvage[]>;
	/** Looks for volumes in the whole open file, whatever it is; the first are sent as they are found. */
	seekVolumes: Method<Record<never, never>, SeekResult, FoundVolume>;
	/** A directory with the inode facts of each entry. `.` and `..` are left out. */
	list: Method<{ nid: bigint }, Listing>;
	inode: Method<{ nid: bigint }, InodeDetail>;
	/** At most `limit` extents from logical offset `from` on. */
	extents: Method<{ nid: bigint; from: number; limit: number }, ExtentPage>;
	/** What the contents of a file are, and what its format tells of it. */
	preview: Method<{ nid: bigint }, Preview & Openable>;
	/** At most 4 MiB at a time. */
	bytes: Method<{ space: SpaceId; start: number; end: number }, BytesResult>;
	/**
	 * What all bytes of [start, end) of a space are: structures, contents, padding, free bytes. Before
	 * all owners are found some are `unread`; what `focus` owns is known in any case.
	 */
	annotate: Method<
		{ space: SpaceId; start: number; end: number; focus?: bigint },
		{ nodes: readonly Annotation[] }
	>;
	/** Where bytes of contents come from; nothing for bytes of a device. */
	origins: Method<Span, { origins?: Origins }>;
	/** Contents that stored bytes are, of the selected inode `focus` and of those known to own them. */
	holdings: Method<
		Span & { readonly focus?: bigint },
		{ readonly list: readonly NamedHolding[]; readonly more: boolean }
	>;
	/** Follows a path (UTF-8, or raw bytes) from the root; the last step is the answer. */
	resolve: Method<{ path: Uint8Array }, { steps: readonly PathStep[] }>;
	/** The path of an inode, found among directories already met; undefined when not met yet. */
	pathOf: Method<{ nid: bigint }, { path?: Uint8Array<ArrayBuffer> }>;
	/**
	 * Finds out who owns each byte. Until that is done, `annotate`, `owner` and `strip` tell what
	 * follows from the inodes that were met; a remote image is read for it wherever metadata lies.
	 */
	owners: Method<Record<never, never>, OwnersFound>;
	/** Bytes that `owners` would fetch, about; 0 when none. */
	ownersCost: Method<Record<never, never>, { bytes: number }>;
	/** As far as it is known now: kind `unread` until then. Nothing for a byte that does not exist. */
	owner: Method<{ space: SpaceId; offset: number }, { owner?: ByteOwner }>;
	/** Many bytes at a glance, as far as it is known now. Nothing for bytes that do not exist. */
	strip: Method<StripParams, { strip?: Strip }>;
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
	/** A way, step by step. To a byte it finds owners first, unless it is known already whose it is. */
	walk: Method<WalkTo, Walk>;
	/** Where in the open image there is something of a kind that ways lead to. */
	wayTo: Method<{ id: string }, FoundGoal>;
	/** The compressed unit with a byte of a file, taken apart. */
	inside: Method<{ nid: bigint; offset: number }, Inside>;
	/** Where in the open image a ready-made breakage has its bytes. */
	breakage: Method<{ id: string }, Planned>;
	/** A step of a lesson, told of the open image. */
	lesson: Method<StepId, Told>;
	find: Method<FindParams, { at?: Span }>;
	/**
	 * Looks for all that is wrong: in every structure, or in contents too.
	 * @param path of what alone is to be checked, with what is below it; in `showName` form
	 */
	check: Method<{ level: CheckLevel; path?: string }, CheckResult>;
	/** All that was found so far, as a file; `checked` by the last check that came to its end. */
	report: Method<{ form: ReportForm; checked?: CheckCoverage }, Saved>;
	/** Walks the whole tree once; tells sums over it. */
	survey: Method<Record<never, never>, Totals>;
	/** Sums below every directory; walks the tree first. */
	below: Method<Record<never, never>, BelowColumns>;
	filter: Method<{ query: string; limit: number }, FilterDone, EntryColumns>;
	save: Method<SaveParams, Saved>;
	/** All bytes of the image or a device, with what was altered. */
	saveCopy: Method<{ space: SpaceId; name: string }, Saved>;
	/** Reads all of a file. */
	lost: Method<{ nid: bigint }, Lost>;
	network: Method<Record<never, never>, NetworkState | undefined>;
	/** Aborts one request of the network log. */
	abortRequest: Method<{ id: number }, void>;
	keptImages: Method<Record<never, never>, { readonly images: readonly KeptInfo[] }>;
	/** An open image goes on without them, and keeps no more. */
	forgetKept: Method<{ url: string }, void>;
}

export type MethodName = keyof Api;
export type Params<K extends MethodName> = Api[K]["params"];
export type Result<K extends MethodName> = Api[K]["result"];
export type Event<K extends MethodName> = Api[K]["event"];

/** Page to worker. */
export type Request =
	| {
			readonly type: "call";
			readonly id: number;
			readonly method: MethodName;
			readonly params: unknown;
	  }
	| { readonly type: "cancel"; readonly id: number }
	/** Is to be answered at once, whatever the worker does. */
	| { readonly type: "ping"; readonly id: number };

/** Worker to page. */
export type Reply =
	| { readonly type: "result"; readonly id: number; readonly value: unknown }
	| { readonly type: "failure"; readonly id: number; readonly info: FailureInfo }
	| { readonly type: "progress"; readonly id: number; readonly progress: Progress }
	| { readonly type: "event"; readonly id: number; readonly event: unknown }
	| { readonly type: "pong"; readonly id: number };
