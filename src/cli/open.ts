/** IMAGE and its devices, from the words of the command line to an open image. */
import { Failure, isDamage } from "../base/errors";
import type { ByteSource } from "../base/source";
import { countText, exactBytes } from "../base/words";
import { open as openImage } from "../checks/open";
import type { Device, Image } from "../erofs/image";
import type { Assumed } from "../erofs/open";
import { salvage } from "../erofs/salvage";
import { volumeEnd } from "../erofs/superblock";
import { openRemote } from "../sources/open-remote";
import { FILE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { volumeAt } from "../sources/volume";
import type { Force } from "./arguments";
import { UsageError } from "./command";
import { nodeFile } from "./node-file";

export interface OpenParams {
	/** File or address. */
	readonly image: string;
	/** Files or addresses, slot 1 of the device table first. */
	readonly devices: readonly string[];
	/** Byte of the file at which the volume starts. */
	readonly offset: number;
	/** Set when the user insists. */
	readonly force?: Force;
	readonly signal: AbortSignal;
}

export interface Opened {
	readonly image: Image;
	close(): void;
}

/** @throws UsageError, or Failure when there is nothing that can be read. */
export async function open(params: OpenParams): Promise<Opened> {
	const { image, devices, offset, force, signal } = params;
	const sources: ByteSource[] = [];
	const close = () => {
		for (const source of sources) source.close?.();
	};
	try {
		for (const name of [image, ...devices]) sources.push(await openSource(name, offset, signal));
		const [file, ...others] = sources as [ByteSource, ...ByteSource[]];
		const volume = volumeAt(file, offset);
		const assume = force && (await assumed(volume, force, signal));
		const opened = await openImage(volume, {
			devices: (slots) => inOrder(slots, others),
			...(assume ? { assume } : {}),
			signal,
		}).catch((error) => withWayOut(error, volume, signal));
		return { image: opened, close };
	} catch (error) {
		close();
		throw error;
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

/** The file as it is. @throws Failure */
export const openFile = ({ image, offset, signal }: OpenParams): Promise<ByteSource> =>
	openSource(image, offset, signal);

async function openSource(name: string, offset: number, signal: AbortSignal): Promise<ByteSource> {
	if (!isAddress(name)) return new PageCache(await nodeFile(name), FILE_PAGES);
	const sizeFromHead = (head: Uint8Array) => volumeEnd(head, offset);
	return (await openRemote(name, { signal, sizeFromHead })).source;
}

function inOrder(slots: readonly Device[], files: readonly ByteSource[]): readonly ByteSource[] {
	if (files.length <= slots.length) return files;
	const has = slots.length === 1 ? "1 extra device" : `${slots.length} extra devices`;
	throw new UsageError(`The image has ${has}, but ${files.length} were given.`);
}
