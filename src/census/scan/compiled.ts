/** The compiled side, ready to run: one for each pass over an image. */

/** What it exports. */
export interface Exports {
	readonly memory: WebAssembly.Memory;
	/** What must be known of the image (assembly/facts.ts), and of how inodes are taken. */
	open(
		blkszbits: number,
		metadata: number,
		image: number,
		packed: number,
		superblock: number,
		codecs: number,
		maps: boolean,
		incompat: number,
	): void;
	openInodes(epochLow: number, epochHigh: number, mostBytes: number): void;
	openSizes(layouts: number): void;
	openTree(entries: number, inodes: number, nameBytes: number, chains: number): void;
	/** assembly/scan.ts */
	scan(from: number, to: number, row: number, base: number, most: number): number;
	readonly kept: WebAssembly.Global;
	readonly extents: WebAssembly.Global;
	readonly runs: WebAssembly.Global;
	readonly packed: WebAssembly.Global;
	/** assembly/directory.ts */
	setCounts(entries: number, inodes: number): void;
	readonly entries: WebAssembly.Global;
	readonly inodes: WebAssembly.Global;
	readDirectory(inode: number, parent: number, isKnown: boolean): number;
	readonly dirents: WebAssembly.Global;
	readonly nameBytes: WebAssembly.Global;
	readonly lastDirents: WebAssembly.Global;
	readonly lastNameBytes: WebAssembly.Global;
	readonly slack: WebAssembly.Global;
	readonly zeros: WebAssembly.Global;
	/** assembly/links.ts */
	linkEntries(from: number, end: number): void;
	readonly linked: WebAssembly.Global;
	readonly found: WebAssembly.Global;
	readonly waiting: WebAssembly.Global;
	readonly isDoubtful: WebAssembly.Global;
}

/** What it calls. */
export interface Imports {
	/** Reads pages [first, end) of the image. @returns the place of the first one in the ring */
	read(first: number, end: number): number;
	/** Adds an inode of the tree, whatever it is. @returns its row */
	addOther(nid: number): number;
}

let module: WebAssembly.Module | undefined;

/** On first use: most programs have no file of this machine. */
export async function compile(): Promise<WebAssembly.Module> {
	if (module) return module;
	const { wasm } = await import("./generated/wasm");
	module = new WebAssembly.Module(Uint8Array.from(atob(wasm), (char) => char.charCodeAt(0)));
	return module;
}

export function instantiate(compiled: WebAssembly.Module, { read, addOther }: Imports): Exports {
	const imports = { pages: { read }, links: { addOther } };
	return new WebAssembly.Instance(compiled, imports).exports as unknown as Exports;
}
