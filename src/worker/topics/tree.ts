/** Names and inodes. */
import type { Finding, Report } from "../../base/finding";
import { showName } from "../../base/text";
import { type BelowColumns, belowOf } from "../../census/below";
import type { EntryColumns } from "../../census/listing";
import type { Totals } from "../../census/totals";
import { readInode } from "../../erofs/inode";
import { resolvePath } from "../../erofs/lookup";
import type * as rows from "../../inspect/extent-rows";
import { extentPage } from "../../inspect/extent-rows";
import type * as detail from "../../inspect/inode-detail";
import { inodeDetail } from "../../inspect/inode-detail";
import type { Openable, Preview } from "../../preview/kind";
import type { Current } from "../current";
import { filter } from "../filter";
import type { Known } from "../known";
import { list } from "../list";
import type { HandlersOf, Method } from "../method";
import { preview } from "../preview";
import { forReason } from "../reason";

export type { BelowColumns } from "../../census/below";
export type { EntryColumns } from "../../census/listing";
export type { Totals as Survey } from "../../census/totals";
export type { ExtentColumns } from "../../inspect/extent-rows";
export type { XattrRow } from "../../inspect/inode-detail";
export type {
	Fact as PreviewFact,
	Facts,
	Item,
	Openable,
	Preview,
	Text as PreviewText,
	TextEncoding,
} from "../../preview/kind";

/** Without what was found wrong, of which there is one stream: see `findings`. */
export type InodeDetail = Omit<detail.InodeDetail, "findings">;
export type ExtentPage = Omit<rows.ExtentPage, "findings">;

export interface Listing {
	readonly entries: EntryColumns;
	/** Whether the names ascend in byte order. */
	readonly sorted: boolean;
}

/** A step of a resolved path. */
export interface PathStep {
	readonly name: Uint8Array<ArrayBuffer>;
	readonly nid: bigint;
	readonly type: number;
}

/** Hits of a whole-image name filter; paths are raw bytes in the `names` arena of `entries`. */
export interface FilterDone {
	readonly hits: number;
	readonly capped: boolean;
	readonly visited: number;
}

export interface TreeApi {
	/** A directory with the inode facts of each entry. `.` and `..` are left out. */
	list: Method<{ nid: bigint }, Listing>;
	inode: Method<{ nid: bigint }, InodeDetail>;
	/** At most `limit` extents from logical offset `from` on. */
	extents: Method<{ nid: bigint; from: number; limit: number }, ExtentPage>;
	/** What the contents of a file are, and what its format tells of it. */
	preview: Method<{ nid: bigint }, Preview & Openable>;
	/** Follows a path (UTF-8, or raw bytes) from the root; the last step is the answer. */
	resolve: Method<{ path: Uint8Array }, { steps: readonly PathStep[] }>;
	/** The path of an inode, found among directories already met; undefined when not met yet. */
	pathOf: Method<{ nid: bigint }, { path?: Uint8Array<ArrayBuffer> }>;
	/** Walks the whole tree once; tells sums over it. */
	survey: Method<Record<never, never>, Totals>;
	/** Sums below every directory; walks the tree first. */
	below: Method<Record<never, never>, BelowColumns>;
	filter: Method<{ query: string; limit: number }, FilterDone, EntryColumns>;
}

const nameOf = (known: Known, nid: bigint): string => {
	const path = known.pathOf(nid);
	return path ? showName(path) : `inode ${nid}`;
};

/** What was found wrong is no part of an answer: it is told to `report`. */
function withoutFindings<T extends { readonly findings: readonly Finding[] }>(
	{ findings, ...answer }: T,
	report: Report,
): Omit<T, "findings"> {
	for (const finding of findings) report(finding);
	return answer;
}

export const tree = (current: Current): HandlersOf<TreeApi> => ({
	list: ({ nid }, { signal }) => list(current.session(), nid, signal),

	async inode({ nid }, { signal }) {
		const { known, image, report } = current.session();
		const detail = await inodeDetail(forReason(image, nameOf(known, nid)), nid, signal);
		return withoutFindings(detail, report);
	},

	async extents({ nid, from, limit }, { signal }) {
		const { known, report, ...on } = current.session();
		const image = forReason(on.image, `extents of ${nameOf(known, nid)}`);
		const inode = await readInode(image, nid, undefined, signal);
		return withoutFindings(await extentPage(image, inode, from, limit, signal), report);
	},

	preview: ({ nid }, { signal }) => preview(current.session(), nid, signal),

	async resolve({ path }, { signal }) {
		const { known, ...session } = current.session();
		const image = forReason(session.image, `path ${showName(path)}`);
		const steps = await resolvePath(image, path, signal);
		for (const { nid } of steps) known.reach(nid);
		return { steps: steps.map((step) => ({ ...step, name: step.name.slice() })) };
	},

	async pathOf({ nid }) {
		const path = current.session().known.pathOf(nid);
		return path ? { path } : {};
	},

	survey: (_, { signal, progress }) => current.session().surveyor.join(signal, progress),

	async below(_, { signal, progress }) {
		const { surveyor } = current.session();
		await surveyor.join(signal, progress);
		return belowOf(surveyor.tree);
	},

	filter: (params, context) => filter(current.session(), params, context),
});
