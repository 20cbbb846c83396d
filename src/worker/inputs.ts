/**
 * From what the user handed us (files, addresses) to byte sources: which of them
 * is the image, and which is which extra device.
 */
import { Failure } from "../base/errors";
import { type Candidate, fitsSize, fitsTag } from "../base/fit";
import type { ByteSource } from "../base/source";
import type { Device } from "../erofs/image";
import { SB_MAGIC, SB_OFFSET, superblock } from "../erofs/structs/superblock";
import { viewOf } from "../schema/struct";

/** Whether an EROFS superblock is where it should be. */
async function looksLikeErofs(source: ByteSource, offset: number): Promise<boolean> {
	const at = offset + SB_OFFSET + superblock.at.magic;
	if (source.size < at + 4) return false;
	return viewOf(await source.read(at, at + 4)).getUint32(0, true) === SB_MAGIC;
}

/**
 * The image among several sources: the one with a superblock and, when several
 * have one (layers), the one given first. The others keep their order.
 */
export async function chooseImage(
	sources: readonly ByteSource[],
	offset: number,
): Promise<{ image: ByteSource; others: readonly ByteSource[] }> {
	const [first] = sources;
	if (!first) throw new Failure({ kind: "bug", message: "Nothing was given to open." });
	if (sources.length === 1) return { image: first, others: [] };
	const erofs: ByteSource[] = [];
	for (const source of sources) if (await looksLikeErofs(source, offset)) erofs.push(source);
	const image = (await referring(erofs, offset)) ?? erofs[0] ?? first;
	return { image, others: sources.filter((source) => source !== image) };
}

/** Of several images, the one that has a device table: the others are its layers. */
async function referring(
	images: readonly ByteSource[],
	offset: number,
): Promise<ByteSource | undefined> {
	if (images.length < 2) return undefined;
	for (const source of images) {
		const at = offset + SB_OFFSET + superblock.at.extra_devices;
		const bytes = await source.read(at, at + 2);
		if (viewOf(bytes).getUint16(0, true) > 0) return source;
	}
	return undefined;
}

const candidate = ({ label, size }: ByteSource): Candidate => ({ name: label, size });

/**
 * Which file serves which slot of the device table: those the user assigned, then by
 * tag, then by exact size, then in the order given.
 * @param assigned files by slot id
 */
export function matchDevices(
	slots: readonly Device[],
	files: readonly ByteSource[],
	assigned: ReadonlyMap<number, ByteSource> = new Map(),
): (ByteSource | undefined)[] {
	const left = new Set(files);
	const chosen = new Map(assigned);
	const take = (slot: Device, fits: (slot: Device, file: Candidate) => boolean) => {
		if (chosen.has(slot.id)) return;
		const file = [...left].find((each) => fits(slot, candidate(each)));
		if (!file) return;
		chosen.set(slot.id, file);
		left.delete(file);
	};
	for (const fits of [fitsTag, fitsSize, () => true]) for (const slot of slots) take(slot, fits);
	return slots.map((slot) => chosen.get(slot.id));
}
