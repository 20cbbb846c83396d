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
import type { Role } from "./protocol";

/** What sources are, where the user said it. */
export type Roles = ReadonlyMap<ByteSource, Role>;

/** Whether an EROFS superblock is where it should be. */
async function looksLikeErofs(source: ByteSource, offset: number): Promise<boolean> {
	const at = offset + SB_OFFSET + superblock.at.magic;
	if (source.size < at + 4) return false;
	return viewOf(await source.read(at, at + 4)).getUint32(0, true) === SB_MAGIC;
}

/**
 * The image among several sources: what the user says is it, else the one with a superblock and,
 * when several have one (layers), the one given first. The others keep their order; devices and
 * what is not used are not among them.
 */
export async function chooseImage(
	given: readonly ByteSource[],
	offset: number,
	roles: Roles,
): Promise<{ image: ByteSource; others: readonly ByteSource[] }> {
	const said = given.find((source) => roles.get(source) === "image");
	const sources = given.filter((source) => source === said || isBeside(roles.get(source)));
	if (said) return { image: said, others: sources.filter((source) => source !== said) };
	const [first] = sources;
	if (!first) throw new Failure({ kind: "bug", message: "Nothing was given to open." });
	if (sources.length === 1) return { image: first, others: [] };
	const erofs: ByteSource[] = [];
	for (const source of sources) if (await looksLikeErofs(source, offset)) erofs.push(source);
	const image = (await referring(erofs, offset)) ?? erofs[0] ?? first;
	return { image, others: sources.filter((source) => source !== image) };
}

const isBeside = (role: Role | undefined): boolean =>
	role === undefined || role === "beside" || role === "unmatched";

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

/** The files that the user gave for slots of the device table, by their ids. */
export const saidDevices = (roles: Roles): Map<number, ByteSource> =>
	new Map(
		[...roles].flatMap(([source, role]) => (typeof role === "number" ? [[role, source]] : [])),
	);

/**
 * Which file serves which slot of the device table: those the user assigned, then by
 * tag, then by exact size, then in the order given.
 */
export function matchDevices(
	slots: readonly Device[],
	files: readonly ByteSource[],
	roles: Roles,
): (ByteSource | undefined)[] {
	const left = new Set(files.filter((file) => !roles.has(file)));
	const chosen = saidDevices(roles);
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
