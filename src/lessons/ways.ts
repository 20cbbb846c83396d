/**
 * Ways worth going in the open image: what each leads to, and what the image must have for it. A way
 * is one entry of the list; what it leads to is looked up in the open image.
 */
import type { WalkTo } from "../base/way";
import { FT } from "../erofs/structs/dirent";
import { inMetabox } from "../erofs/structs/facts";
import { isCompressed } from "../erofs/structs/inode";
import type { Wanted } from "./lesson";
import type { Candidate, Scene } from "./scene";

export interface Way {
	/** What the page asks for. */
	readonly id: string;
	readonly title: string;
	/** What it shows, one sentence. */
	readonly text: string;
	/** What explains what it meets: a lesson, or an entry of the glossary where none does. */
	readonly explained: { readonly lesson: string } | { readonly term: string };
	readonly wants: Wanted;
	/** A bundled image that has it. */
	readonly sample: string;
	to(scene: Scene): Promise<WalkTo>;
}

type Piece = NonNullable<Awaited<ReturnType<Scene["piece"]>>>;
type Suits = (piece: Piece, candidate: Candidate) => boolean | Promise<boolean>;

/** To a byte of the first file with a piece that suits. */
function toPiece(what: string, suits: Suits): Pick<Way, "wants" | "to"> {
	const find = (candidate: Candidate): Promise<Piece | undefined> =>
		candidate.scene.piece(candidate.inode, (extent) => suits(extent, candidate));
	return {
		wants: {
			what,
			fits: async (candidate) =>
				candidate.inode.type === FT.REG && (await find(candidate)) !== undefined,
		},
		async to(scene) {
			const { path, inode } = scene.subject;
			const { start, end } = (await find({ ...ANYWHERE, path, inode, parent: inode, scene })) ?? {
				start: 0,
				end: 1,
			};
			return { path, byte: Math.min(start + INTO, end - 1) };
		},
	};
}

/** A piece does not depend on where its file is. */
const ANYWHERE = { depth: 0 };

/** Bytes behind the start of a piece: a byte in its midst says more than its first. */
const INTO = 1000;

const isOf =
	(kind: Piece["kind"]): Suits =>
	(extent) =>
		extent.kind === kind;

const hasMap = ({ inode }: Candidate): boolean => isCompressed(inode.layout);

const compressedBy =
	(extents: boolean): Suits =>
	async ({ kind }, { inode, scene }) => {
		if (kind !== "compressed") return false;
		const header = await scene.mapHeader(inode);
		return header !== undefined && (header.recordSize !== undefined) === extents;
	};

const onlyPath = async (scene: Scene): Promise<WalkTo> => ({ path: scene.subject.path });

/** A name that no directory has, whatever its names are. */
const ABSENT = "Zebra that is not there";

const below = (path: string, name: string): string => `${path === "/" ? "" : path}/${name}`;

const NAMES_LOOKED_UP = ["user.colour", "user.note", "user.shelf", "trusted.key", "security.ima"];

/** A name that no attribute of the file has. */
async function absentName(scene: Scene): Promise<string> {
	const list = await scene.attributeNames(scene.subject.inode);
	return NAMES_LOOKED_UP.find((name) => !list.includes(name)) ?? "user.absent";
}

export const WAYS: readonly Way[] = [
	{
		id: "name",
		title: "Look up a path",
		text: "From the root from name to name: each list is halved until the name is found.",
		explained: { lesson: "directories" },
		wants: {
			what: "a file or link below a directory",
			fits: ({ inode, depth }) => depth >= 2 && inode.type !== FT.DIR,
		},
		sample: "plain",
		to: onlyPath,
	},
	{
		id: "absent",
		title: "Look up a name that is not there",
		text: "The same search, which ends between two names that stand side by side.",
		explained: { lesson: "directories" },
		wants: { what: "a directory", fits: ({ inode }) => inode.type === FT.DIR },
		sample: "shelf",
		to: async ({ subject: { path } }) => ({ path: below(path, ABSENT) }),
	},
	{
		id: "metabox",
		title: "An inode in the metabox",
		text: "An inode that lies in a hidden file, so that inodes are compressed, too.",
		explained: { term: "feature.METABOX" },
		wants: {
			what: "inodes in a metabox",
			fits: ({ inode, depth }) => depth > 0 && inMetabox(inode.nid),
		},
		sample: "modern",
		to: onlyPath,
	},
	{
		id: "blocks",
		title: "A byte in blocks",
		text: "Contents that are not compressed, in blocks that follow each other.",
		explained: { lesson: "contents" },
		...toPiece(
			"a file that is not compressed, in blocks",
			({ kind }, { inode, scene }) =>
				kind === "data" && !isCompressed(inode.layout) && !scene.isChunked(inode),
		),
		sample: "plain",
	},
	{
		id: "tail",
		title: "A byte behind its inode",
		text: "The last bytes of a file that stand right behind its inode.",
		explained: { lesson: "contents" },
		...toPiece(
			"a file whose end stands behind its inode",
			(extent, candidate) => isOf("inline")(extent, candidate) && !hasMap(candidate),
		),
		sample: "plain",
	},
	{
		id: "chunk",
		title: "A byte in a chunk",
		text: "Contents cut into chunks: the table of chunks, the record, the block.",
		explained: { lesson: "contents" },
		...toPiece(
			"a file in chunks",
			({ kind }, { inode, scene }) => kind === "data" && scene.isChunked(inode),
		),
		sample: "two-devices",
	},
	{
		id: "device",
		title: "A byte of an extra device",
		text: "From a record or an address to the device that has the byte.",
		explained: { lesson: "devices" },
		...toPiece(
			"contents on an extra device whose file is open",
			({ at, kind }, { scene }) =>
				kind !== "hole" && at?.space.startsWith("device:") === true && scene.isOpen(at.space),
		),
		sample: "two-devices",
	},
	{
		id: "unit",
		title: "A byte of a compressed unit",
		text: "The index, the head, the unit, the zeros in front, the decoded byte.",
		explained: { lesson: "indexes" },
		...toPiece("a compressed file with an index", compressedBy(false)),
		sample: "lz4",
	},
	{
		id: "records",
		title: "A byte found by encoded extents",
		text: "A table of units with byte addresses instead of an index.",
		explained: { lesson: "indexes" },
		...toPiece(
			"a compressed file with encoded extents, as images of Linux 6.15 and later may have",
			compressedBy(true),
		),
		sample: "modern",
	},
	{
		id: "packed-tail",
		title: "A compressed tail behind its index",
		text: "The last unit of a file, which needs no block of its own.",
		explained: { lesson: "big-units" },
		...toPiece(
			"a compressed file whose last unit stands behind its index",
			async ({ kind, at, end }, { inode, scene }) =>
				kind === "compressed" &&
				end === inode.size &&
				at?.space === inode.at.space &&
				((await scene.mapHeader(inode))?.inlineSize ?? 0) > 0,
		),
		sample: "lz4",
	},
	{
		id: "fragment",
		title: "A fragment",
		text: "The end of a file, or all of it, in the packed inode, which is compressed itself.",
		explained: { lesson: "fragments" },
		...toPiece("a file with a fragment in the packed inode", isOf("fragment")),
		sample: "editions",
	},
	{
		id: "hole",
		title: "A hole",
		text: "How a file says that some of its bytes are zero, and not stored.",
		explained: { lesson: "contents" },
		...toPiece("a file with a hole", isOf("hole")),
		sample: "two-devices",
	},
	{
		id: "attribute",
		title: "An attribute by its name",
		text: "The name filter, the attributes of the inode, those it shares, the value.",
		explained: { lesson: "attributes" },
		wants: {
			what: "a file with an attribute",
			fits: async ({ inode, scene }) => (await scene.attributeNames(inode)).length > 0,
		},
		sample: "many-files",
		async to(scene) {
			const { path, inode } = scene.subject;
			return { path, xattr: (await scene.attributeNames(inode)).at(-1) ?? "" };
		},
	},
	{
		id: "no-attribute",
		title: "An attribute that is not there",
		text: "The filter says that a name is surely absent, or all names are compared.",
		explained: { lesson: "attributes" },
		wants: {
			what: "a file with an attribute",
			fits: async ({ inode, scene }) => (await scene.attributeNames(inode)).length > 0,
		},
		sample: "many-files",
		to: async (scene) => ({ path: scene.subject.path, xattr: await absentName(scene) }),
	},
];
