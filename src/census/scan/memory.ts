/**
 * What lies where in the memory of a scan, for both sides of it: pages of the image, inodes that are
 * to be scanned, and what was found of them. Its compiled side gets the places as constants.
 */
import { PAGE, PAGES, TABLE } from "../../base/passing-pages";
import { KINDS } from "../../erofs/layout/kinds";
import { PADDING_NAMES } from "../../erofs/layout/padding";

/** Inodes scanned at a time, and extents found of them, at most. */
export const ROWS = 1024;
export const EXTENTS = 1 << 14;
/** Entries connected with inodes at a time at most, and pages of these that are read together. */
export const STEP = 16 << 10;
export const PIECES = 64;
/** Bytes: directories that are longer are read in several steps. */
export const MOST_DIRECTORY = 4 << 20;

const ARRAYS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array };

type Type = keyof typeof ARRAYS;
type Arrays = { readonly [K in Type]: InstanceType<(typeof ARRAYS)[K]> };

const COLUMNS = {
	/** See PassingPages. */
	ring: ["u8", PAGES * PAGE],
	pageAt: ["f64", PAGES],
	placeOf: ["u16", TABLE],
	/** Inodes: lower half of the nid, i_size, i_u and the bits above, st_mode, form, bytes of attributes. */
	nid: ["u32", ROWS],
	size: ["u32", ROWS],
	raw: ["u32", ROWS],
	rawHigh: ["u32", ROWS],
	mode: ["u16", ROWS],
	form: ["u16", ROWS],
	attributes: ["u32", ROWS],
	/** Of each inode: bytes from its first one to the end of all that lies together with it. */
	reach: ["u32", ROWS],
	/** How many bytes behind that, up to the end of their block, are known to be zero. */
	zeros: ["u16", ROWS],
	/** Extents, as those of the census. */
	inode: ["u32", EXTENTS],
	offset: ["f64", EXTENTS],
	start: ["f64", EXTENTS],
	length: ["f64", EXTENTS],
	isPacked: ["u8", EXTENTS],
	kind: ["u8", EXTENTS],
	algorithm: ["u8", EXTENTS],
	/** Bytes that the unit of an extent decodes to; 0 where nothing is compressed. */
	decoded: ["u32", EXTENTS],
	/** Runs of them in the image: the first extent, the one behind the last, and what they are. */
	runFirst: ["u32", EXTENTS],
	runBehind: ["u32", EXTENTS],
	runKind: ["u8", EXTENTS],
	/** Extents that are pieces of the packed inode: one of each file at most. */
	packedExtent: ["u32", ROWS],
	/** Bytes that lie together with the inodes, by kind; behind these, of padding, by why it is there. */
	sums: ["f64", KINDS.length + PADDING_NAMES.length],
	/** The same without those of the inode that is scanned. */
	sumsBefore: ["f64", KINDS.length + PADDING_NAMES.length],
	/** Where the columns of the tree are: see tree-columns.ts. */
	tree: ["u32", 64],
	/** The last name of a directory block. */
	before: ["u8", 256],
	/** Numbers of pages that are read together. */
	pieces: ["f64", PIECES],
	/** Of the entries connected last: those of directories, and rows of inodes whose size takes more to know. */
	found: ["u32", STEP],
	waiting: ["u32", STEP],
	/** Serial numbers of the inodes added since entries are connected. */
	serial: ["u32", STEP],
	/** Entries of a pack of a compact index: see assembly/packs.ts. */
	packType: ["u8", 16],
	packLow: ["u32", 16],
	packDistance: ["u32", 16],
	packForward: ["u32", 16],
} as const satisfies Readonly<Record<string, readonly [Type, number]>>;

export type ColumnName = keyof typeof COLUMNS;

export type Columns = {
	readonly [K in ColumnName]: Arrays[(typeof COLUMNS)[K][0]];
};

const ALIGN = 64;
const WASM_PAGE = 65536;

/** First byte of each column, and of what is behind the last. */
function layOut(): { readonly at: Readonly<Record<ColumnName, number>>; readonly end: number } {
	const at: Partial<Record<ColumnName, number>> = {};
	let end = 0;
	for (const [name, [type, length]] of Object.entries(COLUMNS)) {
		at[name as ColumnName] = end;
		const size = length * ARRAYS[type].BYTES_PER_ELEMENT;
		end = Math.ceil((end + size) / ALIGN) * ALIGN;
	}
	return { at: at as Record<ColumnName, number>, end };
}

const { at, end } = layOut();

/** First byte of each column. */
export const PLACES = at;
/** Pages of WebAssembly that all of them take. */
export const MEMORY_PAGES = Math.ceil(end / WASM_PAGE);

export function columnsOf(buffer: ArrayBuffer): Columns {
	const entries = Object.entries(COLUMNS).map(([name, [type, length]]) => [
		name,
		new ARRAYS[type](buffer, at[name as ColumnName], length),
	]);
	return Object.fromEntries(entries) as Columns;
}
