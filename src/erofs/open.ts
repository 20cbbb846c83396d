/**
 * Opening an image: superblock, then what it points at, in the order in which
 * each can depend on the one before (format section 2.1). Only a missing or
 * senseless superblock stops it; every other damage becomes a finding.
 */
import { clamped } from "../base/exact";
import type { Finding, Report } from "../base/finding";
import type { ByteSource } from "../base/source";
import { IMAGE_SPACE } from "../base/space";
import { check, decode } from "../schema/struct";
import { checkChecksum } from "./checksum";
import { readConfigs } from "./configs";
import { readDevices } from "./device-table";
import { openMetabox, openPacked } from "./hidden";
import { type Container, type Device, type Image, newDecodedCache, type OpenObject } from "./image";
import { readPrefixes } from "./prefixes";

import { checkRoot } from "./root";
import type { DeviceRange } from "./structs/address";

import { SB_OFFSET, superblock } from "./structs/superblock";
import {
	factsOf,
	isLargeBlockSize,
	otherBlockSize,
	readAnyHead,
	readHead,
	senselessBlockSize,
	superblockIn,
} from "./superblock";
import { NYDUS, packedBlobs, writerOf } from "./writer";

export interface OpenOptions {
	/** Chooses the file for each slot of the device table. */
	devices?(
		slots: readonly Device[],
	): readonly (ByteSource | undefined)[] | Promise<readonly (ByteSource | undefined)[]>;
	/** Opens objects of composefs. */
	readonly objects?: OpenObject;
	/** The devices have what blobs of Nydus unpack to, not the blobs themselves. */
	readonly unpacked?: boolean;
	/** Opens what would be refused for its superblock alone; the findings say what is wrong with it. */
	readonly assume?: Assumed;
	readonly signal?: AbortSignal;
}

/** What to go by where the superblock is damaged. Its magic number is then not asked for. */
export interface Assumed {
	/** Instead of the block size that the superblock has. */
	readonly blkszbits?: number;
}

/**
 * Opens the EROFS volume that starts at byte 0 of `source`.
 * Reads the first block and what it points at; never more than a few KiB plus the metabox.
 * @throws Failure when there is no EROFS superblock or its block size makes no sense, unless
 *         something else is assumed.
 */
export async function openImage(source: ByteSource, options: OpenOptions = {}): Promise<Image> {
	const findings: Finding[] = [];
	const report: Report = (finding) => findings.push(finding);
	const { signal, assume } = options;
	const primary: Container = { space: IMAGE_SPACE, source };

	const head = assume ? await readAnyHead(source, signal) : await readHead(source, signal);
	const bytes = superblockIn(head);
	const stored = decode(superblock, bytes);
	const sb = { ...stored, blkszbits: assume?.blkszbits ?? stored.blkszbits };
	const writer = writerOf(head, sb.feature_compat);
	const alone = factsOf(sb, source.size);
	check(superblock, { bytes, offset: 0, space: IMAGE_SPACE, start: SB_OFFSET }, alone, report);
	const fixed = {
		superblock: sb,
		superblockBytes: bytes,
		facts: alone,
		...(writer ? { writer } : {}),
		...(options.objects ? { objects: options.objects } : {}),
		primary,
		prefixes: [],
		findings,
		decoded: newDecodedCache(),
	};
	const trouble = findings.find(
		({ field, severity }) => field === "blkszbits" && severity === "error",
	);
	if (sb.blkszbits !== stored.blkszbits) {
		if (!trouble) report(otherBlockSize(stored.blkszbits, sb.blkszbits));
	} else if (trouble) {
		if (isLargeBlockSize(sb.blkszbits)) return { ...fixed, devices: [], configs: [], trouble };
		throw senselessBlockSize(trouble);
	}
	await checkChecksum(primary, sb, alone.blockSize, report, signal);

	const configs = await readConfigs(primary, sb, alone, report, signal);
	const slots = await readDevices(primary, sb, alone, report, signal);
	const given = (await options.devices?.(slots)) ?? [];
	const devices = slots.map((slot, i) => {
		const file = given[i];
		return file ? { ...slot, source: file } : slot;
	});
	const isPacked = writer === NYDUS && !options.unpacked && devices.some((d) => d.source);
	const packed = isPacked ? packedBlobs(head) : undefined;
	if (packed) report(packed);
	const facts = { ...alone, devices: devices.map(rangeOf) };
	const base: Image = { ...fixed, facts, devices, configs };
	const withMetabox = { ...base, ...(await openMetabox(base, report, signal)) };
	const withPacked = { ...withMetabox, ...(await openPacked(withMetabox, report, signal)) };
	const image = { ...withPacked, ...(await readPrefixes(withPacked, report, signal)) };
	await checkRoot(image, report, signal);
	return image;
}

const rangeOf = ({ size, unified, source }: Device): DeviceRange => ({
	size: clamped(size),
	unified: clamped(unified),
	given: source !== undefined,
});
