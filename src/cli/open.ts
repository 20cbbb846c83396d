/** IMAGE and its devices, from the words of the command line to an open image. */
import type { ByteSource } from "../base/source";
import type { Device, Image } from "../erofs/image";
import { openImage } from "../erofs/open";
import { volumeEnd } from "../erofs/superblock";
import { openRemote } from "../sources/open-remote";
import { FILE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { volumeAt } from "../sources/volume";
import { UsageError } from "./command";
import { nodeFile } from "./node-file";

export interface OpenParams {
	/** File or address. */
	readonly image: string;
	/** Files or addresses, slot 1 of the device table first. */
	readonly devices: readonly string[];
	/** Byte of the file at which the volume starts. */
	readonly offset: number;
	readonly signal: AbortSignal;
}

export interface Opened {
	readonly image: Image;
	close(): void;
}

/** @throws UsageError, or Failure when there is nothing that can be read. */
export async function open({ image, devices, offset, signal }: OpenParams): Promise<Opened> {
	const sources: ByteSource[] = [];
	const close = () => {
		for (const source of sources) source.close?.();
	};
	try {
		for (const name of [image, ...devices]) sources.push(await openSource(name, offset, signal));
		const [file, ...others] = sources as [ByteSource, ...ByteSource[]];
		const opened = await openImage(volumeAt(file, offset), {
			devices: (slots) => inOrder(slots, others),
			signal,
		});
		return { image: opened, close };
	} catch (error) {
		close();
		throw error;
	}
}

/** Whether IMAGE or a device is an address rather than a file. */
export const isAddress = (name: string): boolean => /^https?:\/\//i.test(name);

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
