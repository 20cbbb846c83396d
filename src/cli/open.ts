/** IMAGE and its devices, from the words of the command line to an open image. */

import { Failure, isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import type { SpaceId } from "../base/range";
import type { ByteSource } from "../base/source";
import { deviceSpace, IMAGE_SPACE, outerSpace } from "../base/space";
import { counted, countText, exactBytes } from "../base/words";
import { open as openImage } from "../checks/open";
import { follow } from "../containers/chains";
import { objectsNear } from "../containers/composefs";
import { devicesNear } from "../containers/devices";
import type { Home, Homes, Place } from "../containers/near";
import { folderPlace, outerPlace } from "../containers/places";
import type { Tools } from "../containers/unpack";
import type { Image } from "../erofs/image";
import type { Assumed } from "../erofs/open";
import { salvage } from "../erofs/salvage";
import { hasIncompat } from "../erofs/structs/features";
import { volumeEnd } from "../erofs/superblock";
import { COMPOSEFS } from "../erofs/writer";
import { fileInImage } from "../layers/file-in-image";
import type { Recipe } from "../pool/recipe";
import { openRemote } from "../sources/open-remote";
import { FILE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { volumeAt } from "../sources/volume";
import type { Force, Given } from "./arguments";
import { breather } from "./breathe";
import { UsageError } from "./command";
import { chooseImage } from "./inside";
import { type FolderFile, folderFiles, isFolder, localFile } from "./node-file";
import type { Terminal } from "./terminal";
import { TemporaryFiles } from "./unpacker";

export interface OpenParams extends Given {
	readonly terminal: Pick<Terminal, "signal" | "progress">;
}

export interface Opened {
	readonly image: Image;
	/** How to open it again; absent where files came over a network, or out of a wrapper. */
	readonly recipe?: Recipe<string>;
	/** The chain to it, where that was not given. */
	readonly found?: string;
	/** Where it and its devices lie, by space. */
	readonly homes: Homes;
	/** Devices that were given, and for which its table has no slot. */
	readonly unused: readonly string[];
	/** What is wrong with the wrappers around it. */
	readonly findings: readonly Finding[];
	close(): Promise<void>;
}

/** @throws UsageError, or Failure when there is nothing that can be read. */
export async function open(params: OpenParams): Promise<Opened> {
	const { devices, force, chain } = params;
	const { signal } = params.terminal;
	const files = new Files(params);
	try {
		const file = await files.outer();
		const others = await files.open(devices);
		// Who insists knows what it is.
		const { place, findings } =
			force && !chain ? { place: file, findings: [] } : await chooseImage(file, chain, files.tools);
		const volume = place.source;
		const assume = force && (await assumed(volume, force, signal));
		const homes = new Map<SpaceId, Home>([[IMAGE_SPACE, place]]);
		const opened = await openImage(volume, {
			devices: async (slots) => {
				const found = others.length
					? others.map((source, i) => ({ space: outerSpace(i + 1), source }))
					: await devicesNear(place, slots, files.tools);
				for (const [i, { id }] of slots.entries()) {
					if (found[i]) homes.set(deviceSpace(id), found[i]);
				}
				return found.map((home) => home?.source);
			},
			objects: objectsNear(place, files.tools),
			unpacked: others.length === 0,
			...(assume ? { assume } : {}),
			signal,
		}).catch((error) => withWayOut(error, volume, signal));
		const unused = unusedOf(opened, devices);
		const found = chain === "" && place.chain ? { found: place.chain } : {};
		const recipe = isPlain(params, place, opened) && { ...recipeOf(params), assume };
		const all = { ...found, ...(recipe ? { recipe } : {}) };
		return {
			image: opened,
			homes,
			unused,
			findings: [...findings, ...files.findings],
			close: () => files.close(),
			...all,
		};
	} catch (error) {
		await files.close();
		throw error;
	}
}

/** Whether all that is open are files that were named. */
const isPlain = ({ image, devices }: Given, { chain }: Place, opened: Image): boolean =>
	chain === "" &&
	opened.writer !== COMPOSEFS && // its contents are files beside it
	![image, ...devices].some(isAddress) &&
	opened.devices.every(({ source }, i) => !source || devices[i] !== undefined);

const recipeOf = ({ image, devices, offset }: Given): Recipe<string> => ({
	image,
	devices,
	offset,
});

/** All that is open for a run. */
class Files {
	readonly #params: OpenParams;
	readonly #sources: ByteSource[] = [];
	readonly #unpacker: TemporaryFiles;
	/** What was wrong with files that were looked into on the way. */
	readonly findings: Finding[] = [];
	readonly tools: Tools;

	constructor(params: OpenParams) {
		this.#params = params;
		this.#unpacker = new TemporaryFiles(params.unpackLimit);
		const { signal, progress: onProgress } = params.terminal;
		const report = (finding: Finding) => void this.findings.push(finding);
		const pace = { signal, onProgress, breathe: breather() };
		this.tools = { unpacker: this.#unpacker, fileIn: fileInImage, ...pace, report };
	}

	/** The file that was named first, from its offset on, with what belongs to it. */
	async outer(): Promise<Place> {
		const { image, others, offset } = this.#params;
		if (!isAddress(image) && (await isFolder(image))) {
			if (offset || others.length)
				throw new UsageError(`${image} is a folder: it has no bytes to start at, and is whole.`);
			const files = await folderFiles(image);
			const cached = async (file: FolderFile) => new PageCache(await file.open(), FILE_PAGES);
			return folderPlace(
				image,
				files.map((file) => ({ ...file, open: () => cached(file) })),
			);
		}
		const [file, ...more] = await this.open([image, ...others]);
		return outerPlace(volumeAt(file as ByteSource, offset), more);
	}

	async open(names: readonly string[]): Promise<ByteSource[]> {
		const opened: ByteSource[] = [];
		const { offset, terminal } = this.#params;
		for (const name of names) {
			const source = await openSource(name, offset, terminal.signal);
			this.#sources.push(source);
			opened.push(source);
		}
		return opened;
	}

	async close(): Promise<void> {
		for (const source of this.#sources) source.close?.();
		await this.#unpacker.close();
	}
}

/** Whether IMAGE or a device is an address rather than a file. */
export const isAddress = (name: string): boolean => /^https?:\/\//i.test(name);

/** With which block size to open it by force; undefined when there is nothing to go by. */
async function assumed(
	volume: ByteSource,
	force: Force,
	signal: AbortSignal,
): Promise<Assumed | undefined> {
	if (force.blkszbits !== undefined) return force;
	const [best] = await salvage(volume, signal);
	return best && { blkszbits: best.blkszbits };
}

/** The reason why it cannot be opened, with the word that it can all the same. */
async function withWayOut(error: unknown, volume: ByteSource, signal: AbortSignal): Promise<never> {
	if (!isDamage(error)) throw error;
	const [best] = await salvage(volume, signal);
	if (!best) throw error;
	const blocks = exactBytes(2 ** best.blkszbits);
	const hint = `The rest looks like a superblock with ${countText(best.inodes)} inodes: --force opens it, with blocks of ${blocks}.`;
	throw new Failure({ ...error.info, hint });
}

export interface OpenedFile {
	readonly place: Place;
	readonly tools: Tools;
	readonly findings: readonly Finding[];
	close(): Promise<void>;
}

/** The file, or the part of it that --in names, as it is. @throws Failure */
export async function openFile(params: OpenParams): Promise<OpenedFile> {
	const files = new Files(params);
	try {
		const reached = await follow(await files.outer(), params.chain, files.tools);
		return { ...reached, tools: files.tools, close: () => files.close() };
	} catch (error) {
		await files.close();
		throw error;
	}
}

async function openSource(name: string, offset: number, signal: AbortSignal): Promise<ByteSource> {
	if (!isAddress(name)) return localFile(name);
	const sizeFromHead = (head: Uint8Array) => volumeEnd(head, offset);
	return (await openRemote(name, { signal, sizeFromHead })).source;
}

/**
 * Those for which there is no slot. A superblock that speaks of devices may be damaged just there, and
 * what is wrong with it is to be told.
 */
function unusedOf(
	{ devices, superblock, facts }: Image,
	names: readonly string[],
): readonly string[] {
	const unused = names.slice(devices.length);
	const speaksOfDevices = hasIncompat(facts, "DEVICE_TABLE") || superblock.extra_devices > 0;
	if (unused.length === 0 || speaksOfDevices) return unused;
	const has = counted(devices.length, "extra device");
	throw new UsageError(`The image has ${has}, but ${names.length} were given.`);
}
