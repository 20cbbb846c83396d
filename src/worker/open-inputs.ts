/**
 * Opens what the user handed us: local files through a page cache, addresses over
 * HTTP ranges, or whole when a server has no ranges.
 */
import { Failure } from "../base/errors";
import type { OnProgress } from "../base/progress";
import type { ByteSource } from "../base/source";
import { volumeEnd } from "../erofs/superblock";
import { heldWithin } from "../sources/held-file";
import { downloadWhole, memorySink } from "../sources/http/download";
import { KeptLibrary } from "../sources/kept/library";
import { opfsStore } from "../sources/kept/opfs";
import { openLocal } from "../sources/open-local";
import { openRemote, type Remote } from "../sources/open-remote";
import { LOCAL_PAGES, SMALL_FILE } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { fileSink, storedSource } from "../sources/stored";
import type { InFolder } from "./inside";
import type { Input, Role } from "./protocol";

/** Milliseconds in which all of a small file is there, or its first rows are not waited with. */
const SOON = 500;

export interface Opened {
	readonly sources: readonly ByteSource[];
	/** What the user says that they are. */
	readonly roles: ReadonlyMap<ByteSource, Role>;
	/** What they are read from, of those that any thread can read. */
	readonly files: ReadonlyMap<ByteSource, File>;
	/** Set when the sources are the files of a folder. */
	readonly folder?: { readonly name: string; readonly files: readonly InFolder[] };
	/** Those of the sources that are read over a network by ranges. */
	readonly remotes: readonly Remote[];
}

export interface OpenInputsOptions {
	/** Keep fetched pages on this device. */
	readonly keep: boolean;
	/** Fetch addresses whole, for servers that cannot send parts. */
	readonly whole: boolean;
	readonly offset: number;
	readonly signal: AbortSignal;
	readonly progress: OnProgress;
}

/** @throws Failure when one of them cannot be opened; those opened before are closed. */
export async function openInputs(
	inputs: readonly Input[],
	options: OpenInputsOptions,
): Promise<Opened> {
	const sources: ByteSource[] = [];
	const roles = new Map<ByteSource, Role>();
	const files = new Map<ByteSource, File>();
	const remotes: Remote[] = [];
	const openOne = async (input: Input): Promise<ByteSource> => {
		if (input.kind === "file") {
			// Of many files there may be more than memory can take.
			const mayHold = inputs.length === 1 && input.file.size <= SMALL_FILE;
			const source =
				(mayHold && (await heldWithin(SOON, input.file, options.signal))) || openLocal(input.file);
			files.set(source, input.file);
			return source;
		}
		if (options.whole) return openWhole(input.url, options);
		const remote = await openRanges(input.url, options);
		remotes.push(remote);
		return remote.source;
	};
	try {
		for (const input of inputs) {
			const source = await openOne(input);
			sources.push(source);
			if (input.role !== undefined) roles.set(source, input.role);
		}
	} catch (error) {
		for (const source of sources) source.close?.();
		throw error;
	}
	const folder = folderOf(inputs, sources);
	return { sources, roles, files, remotes, ...(folder ? { folder } : {}) };
}

function folderOf(
	inputs: readonly Input[],
	sources: readonly ByteSource[],
): Opened["folder"] | undefined {
	const [first] = inputs;
	if (first?.path === undefined) return undefined;
	const files = inputs.map(({ path = "" }, i) => ({
		path: path.slice(path.indexOf("/") + 1),
		source: sources[i] as ByteSource,
	}));
	return { name: first.path.slice(0, first.path.indexOf("/")), files };
}

async function openRanges(
	url: string,
	{ keep, offset, signal }: OpenInputsOptions,
): Promise<Remote> {
	return openRemote(url, {
		signal,
		sizeFromHead: (head) => volumeEnd(head, offset),
		kept: keep ? await keptLibrary() : undefined,
	});
}

/** Most bytes of all kept images together. */
const KEPT_LIMIT = 2 * 2 ** 30;

/** Undefined where the browser has no private file system. */
export async function keptLibrary(): Promise<KeptLibrary | undefined> {
	const store = await opfsStore("kept");
	return store && new KeptLibrary(store, { limit: KEPT_LIMIT, now: Date.now });
}

/** Without a private file system the image must fit in memory. */
const MEMORY_LIMIT = 512 * 2 ** 20;
const DOWNLOADS = "downloads";

async function openWhole(
	url: string,
	{ signal, progress }: OpenInputsOptions,
): Promise<ByteSource> {
	const store = await opfsStore(DOWNLOADS);
	const options = { signal, onProgress: progress };
	if (!store) {
		const sink = memorySink(MEMORY_LIMIT);
		await downloadWhole(url, { ...options, sink });
		return sink.source(url);
	}
	for (const { name } of await store.list(0)) await store.remove(name).catch(inUse);
	const file = await store.open(`download-${Date.now()}`);
	try {
		await downloadWhole(url, { ...options, sink: fileSink(file) });
	} catch (error) {
		file.close();
		throw error;
	}
	return new PageCache(storedSource(file, `${url}#${Date.now()}`, url), LOCAL_PAGES);
}

/** An earlier download that another tab still reads stays; it goes at the next visit. */
function inUse(error: unknown): void {
	if (error instanceof DOMException) return;
	throw new Failure(
		{ kind: "bug", message: "An old download cannot be removed." },
		{ cause: error },
	);
}
