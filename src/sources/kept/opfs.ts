/**
 * A folder of the origin private file system as a {@link FileStore}. Access handles exist in
 * workers only. Browsers without OPFS (or in private mode) give no store, and nothing is kept.
 */
import type { FileStore, StoredFile, StoreEntry } from "./file-store";

/** What only workers have; declared here because programs for pages and Node see this file too. */
interface SyncHandle {
	getSize(): number;
	read(into: Uint8Array, options: { at: number }): number;
	write(bytes: Uint8Array, options: { at: number }): number;
	truncate(size: number): void;
	flush(): void;
	close(): void;
}

type WorkerFileHandle = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncHandle> };

export async function opfsStore(folder: string): Promise<FileStore | undefined> {
	try {
		const root = await navigator.storage.getDirectory();
		const directory = await root.getDirectoryHandle(folder, { create: true });
		return {
			list: (headBytes) => listFiles(directory, headBytes),
			remove: (name) => directory.removeEntry(name),
			handOut: async (name) => (await directory.getFileHandle(name)).getFile(),
			async open(name) {
				const file = await directory.getFileHandle(name, { create: true });
				return stored(await (file as WorkerFileHandle).createSyncAccessHandle());
			},
		};
	} catch {
		return undefined;
	}
}

async function listFiles(
	directory: FileSystemDirectoryHandle,
	headBytes: number,
): Promise<StoreEntry[]> {
	const entries: StoreEntry[] = [];
	for await (const handle of directory.values()) {
		if (!(handle instanceof FileSystemFileHandle)) continue;
		const file = await handle.getFile();
		const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
		entries.push({ name: handle.name, size: file.size, head });
	}
	return entries;
}

function stored(handle: SyncHandle): StoredFile {
	return {
		get size() {
			return handle.getSize();
		},
		read: (into, at) => handle.read(into, { at }),
		write(bytes, at) {
			// A full device may also show as a short write.
			if (handle.write(bytes, { at }) < bytes.length) throw new Error("short write");
		},
		truncate: (size) => handle.truncate(size),
		flush: () => handle.flush(),
		close: () => handle.close(),
	};
}
