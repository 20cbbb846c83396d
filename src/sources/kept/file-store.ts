/**
 * A small folder of files with random access: the part of OPFS that we need, as an interface,
 * so that everything above it is tested with a store in memory.
 */

/** Open for one user at a time. All calls are synchronous, as with OPFS access handles. */
export interface StoredFile {
	readonly size: number;
	/** Fills `into` from offset `at`. @returns bytes read; fewer at the end of the file. */
	read(into: Uint8Array, at: number): number;
	/** Writes at `at`, growing the file. Throws when the device is full. */
	write(bytes: Uint8Array, at: number): void;
	truncate(size: number): void;
	flush(): void;
	close(): void;
}

export interface StoreEntry {
	readonly name: string;
	readonly size: number;
	/** The first bytes of the file, as many as were asked for. */
	readonly head: Uint8Array;
}

export interface FileStore {
	/** All files, also those that are open. */
	list(headBytes: number): Promise<StoreEntry[]>;
	/** Opens or creates. Rejects when the file is open already, here or in another tab. */
	open(name: string): Promise<StoredFile>;
	/** Rejects when the file is open. */
	remove(name: string): Promise<void>;
	/** A file that is not open, for the page; its bytes stay where they are. */
	handOut(name: string): Promise<File>;
}
