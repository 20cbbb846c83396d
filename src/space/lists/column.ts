/** Figures of files that lists are made of, and sorted by. */
import type { Ledger } from "../ledger";

export type Unit = "bytes" | "count" | "share";

export interface Column {
	readonly id: string;
	readonly label: string;
	readonly unit: Unit;
	readonly doc: string;
	/** By row of the inode; NaN where there is none. */
	values(ledger: Ledger): ArrayLike<number>;
}

/** A column of its own: `Float64Array.from` takes ten times as long. */
function made(like: ArrayLike<number>, of: (value: number, row: number) => number): Float64Array {
	const values = new Float64Array(like.length);
	for (let row = 0; row < values.length; row++) values[row] = of(like[row] as number, row);
	return values;
}

/** What takes long to make is made once. */
function kept(make: (ledger: Ledger) => ArrayLike<number>): Column["values"] {
	const known = new WeakMap<Ledger, ArrayLike<number>>();
	return (ledger) => {
		const values = known.get(ledger) ?? make(ledger);
		known.set(ledger, values);
		return values;
	};
}

const stored = kept(({ account: { inodes } }) =>
	made(inodes.alone, (alone, row) => alone + (inodes.shared[row] as number)),
);

export const COLUMNS = {
	size: {
		id: "size",
		label: "Contents",
		unit: "bytes",
		doc: "Bytes of contents.",
		values: ({ files }) => files.size,
	},
	stored: {
		id: "stored",
		label: "On disk",
		unit: "bytes",
		doc: "Bytes that the contents occupy, those that others use too included.",
		values: stored,
	},
	share: {
		id: "share",
		label: "Of image",
		unit: "share",
		doc: "The bytes on disk as a share of the whole image, with its devices.",
		values: kept((ledger) => made(stored(ledger), (bytes) => bytes / (ledger.whole || 1))),
	},
	ratio: {
		id: "ratio",
		label: "% of size",
		unit: "share",
		doc: "The bytes on disk as a share of the contents.",
		values: kept((ledger) => {
			const { size, holes } = ledger.files;
			// Of contents on a device that is not here nothing can be said.
			const isHere = (bytes: number, row: number) => bytes > 0 || size[row] === holes[row];
			return made(stored(ledger), (bytes, row) =>
				isHere(bytes, row) ? bytes / (size[row] || Number.NaN) : Number.NaN,
			);
		}),
	},
	alone: {
		id: "alone",
		label: "Alone",
		unit: "bytes",
		doc: "Bytes on disk that nothing else uses.",
		values: ({ account }) => account.inodes.alone,
	},
	shared: {
		id: "shared",
		label: "Shared",
		unit: "bytes",
		doc: "Bytes on disk that are used several times: by hard links, units, chunks, and packed ends of files.",
		values: ({ account }) => account.inodes.shared,
	},
	around: {
		id: "around",
		label: "Metadata",
		unit: "bytes",
		doc: "Bytes of the inode, its attributes and its map.",
		values: ({ files }) => files.around,
	},
	slack: {
		id: "slack",
		label: "Slack",
		unit: "bytes",
		doc: "Bytes behind uncompressed contents, up to the end of their last block.",
		values: ({ files }) => files.slack,
	},
	names: {
		id: "names",
		label: "Names",
		unit: "count",
		doc: "How many names lead to it.",
		values: ({ tree }) => tree.inodes.names,
	},
	set: {
		id: "set",
		label: "Set",
		unit: "count",
		doc: "Files with the same number have the same contents; the higher, the more their copies take.",
		values: ({ duplicates, tree }) => duplicates?.set ?? new Uint32Array(tree.inodes.count),
	},
	copies: {
		id: "copies",
		label: "Copies",
		unit: "count",
		doc: "How many files have these contents.",
		values: ({ duplicates, tree }) => duplicates?.copies ?? new Uint32Array(tree.inodes.count),
	},
	waste: {
		id: "waste",
		label: "Too much",
		unit: "bytes",
		doc: "Bytes on disk that would be free, were there only one file with these contents.",
		values: ({ duplicates, tree }) => duplicates?.waste ?? new Float64Array(tree.inodes.count),
	},
	extents: {
		id: "extents",
		label: "Extents",
		unit: "count",
		doc: "Runs of contents that are stored for themselves.",
		values: ({ files }) => files.extents,
	},
	unit: {
		id: "unit",
		label: "Largest unit",
		unit: "bytes",
		doc: "Bytes of its largest compressed unit: so many have to be read for any byte in it.",
		values: ({ files }) => files.largest,
	},
	pageRead: {
		id: "pageRead",
		label: "Read for 4 KiB",
		unit: "bytes",
		doc: "Bytes of the device that have to be read for 4 KiB at random, on average.",
		values: ({ costs }) => costs.pageRead,
	},
	pageDecoded: {
		id: "pageDecoded",
		label: "Decoded for 4 KiB",
		unit: "bytes",
		doc: "Bytes that have to be decoded for 4 KiB at random, on average.",
		values: ({ costs }) => costs.pageDecoded,
	},
	wholeRead: {
		id: "wholeRead",
		label: "Read for all",
		unit: "bytes",
		doc: "Bytes of the device that have to be read for all contents.",
		values: ({ costs }) => costs.wholeRead,
	},
} as const satisfies Readonly<Record<string, Column>>;

export type ColumnId = keyof typeof COLUMNS;
