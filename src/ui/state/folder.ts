/** Folders of the user: all files below are opened together, each by its path. */
import { checkCancelled, Failure } from "../../base/errors";
import { countText } from "../../base/words";
import type { Input } from "../../worker/protocol";

export type LocalFile = Extract<Input, { kind: "file" }>;

export interface Folder {
	readonly name: string;
	/** Its files with their paths, from the name of the folder on, sorted. @throws Failure */
	files(signal: AbortSignal): Promise<readonly LocalFile[]>;
}

/** Files of a folder that are looked at. */
const MOST_FILES = 100_000;

/** As a file dialog gives them. */
export function chosenFolder(files: readonly File[]): Folder | undefined {
	const inputs = files.map(
		(file) => ({ kind: "file", file, path: file.webkitRelativePath }) as const,
	);
	const [first] = inputs;
	if (!first) return undefined;
	const name = first.path.slice(0, first.path.indexOf("/"));
	return { name, files: async () => sorted(name, inputs) };
}

/** What was dropped, when it is more than files: one folder, or several things as one. */
export function droppedFolder(entries: readonly FileSystemEntry[]): Folder | undefined {
	const [only] = entries;
	if (!only || !entries.some(({ isDirectory }) => isDirectory)) return undefined;
	const isOne = entries.length === 1;
	const name = isOne ? only.name : `${only.name} and ${countText(entries.length - 1)} more`;
	// An entry knows its path from what was dropped on.
	const above = isOne ? "" : `/${name}`;
	return {
		name,
		async files(signal) {
			const found: LocalFile[] = [];
			for await (const entry of filesBelow(entries, signal)) {
				const path = `${above}${entry.fullPath}`.slice(1);
				found.push({ kind: "file", file: await fileOf(entry), path });
				if (found.length > MOST_FILES) break;
			}
			return sorted(name, found);
		},
	};
}

function sorted(name: string, files: readonly LocalFile[]): readonly LocalFile[] {
	if (files.length > MOST_FILES) {
		throw new Failure({
			kind: "limit",
			code: "folder-large",
			message: `${name} has more than ${countText(MOST_FILES)} files.`,
			hint: "Drop only the files that belong to the image.",
		});
	}
	if (files.length === 0) {
		throw new Failure({
			kind: "unsupported",
			code: "folder-empty",
			message: `There are no files in ${name}.`,
			hint: "Drop an image, or a folder with what belongs to one.",
		});
	}
	return files.toSorted((a, b) => ((a.path as string) < (b.path as string) ? -1 : 1));
}

async function* filesBelow(
	entries: readonly FileSystemEntry[],
	signal: AbortSignal,
): AsyncGenerator<FileSystemFileEntry, void, void> {
	const left = [...entries];
	for (let entry = left.pop(); entry; entry = left.pop()) {
		checkCancelled(signal);
		if (isFile(entry)) yield entry;
		else if (isDirectory(entry)) for await (const batch of batchesOf(entry)) left.push(...batch);
	}
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry =>
	entry.isDirectory;

/** Browsers tell of a directory bit by bit; nothing more is the end. */
async function* batchesOf(
	directory: FileSystemDirectoryEntry,
): AsyncGenerator<readonly FileSystemEntry[], void, void> {
	const reader = directory.createReader();
	for (;;) {
		const batch = await asked<readonly FileSystemEntry[]>(directory, (resolve, reject) =>
			reader.readEntries(resolve, reject),
		);
		if (batch.length === 0) return;
		yield batch;
	}
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
	asked(entry, (resolve, reject) => entry.file(resolve, reject));

async function asked<Answer>(
	{ fullPath }: FileSystemEntry,
	ask: (resolve: (answer: Answer) => void, reject: (error: unknown) => void) => void,
): Promise<Answer> {
	try {
		return await new Promise(ask);
	} catch (cause) {
		const message = `The browser cannot read “${fullPath.slice(1)}”.`;
		const hint = "Check that it is still there and may be read, then drop it again.";
		throw new Failure({ kind: "io", code: "folder-unreadable", message, hint }, { cause });
	}
}
