/**
 * Dynamic partitions of Android (super.img): metadata in slots, each with a copy, and partitions
 * whose extents lie anywhere behind it.
 */

import { Failure } from "../base/errors";
import { asPosition } from "../base/exact";
import type { Finding } from "../base/finding";
import { type Candidate, fitsSize, fitsTag } from "../base/fit";
import { countText } from "../base/words";
import { addFrom, type Layer, Layers } from "./layer";
import {
	anyGeometry,
	anyMetadata,
	BACKUP,
	type Device,
	type Extent,
	type Metadata,
	PRIMARY,
	SECTOR,
} from "./lp-metadata";
import { ATTRIBUTE, extentEntry, TARGET } from "./lp-tables";
import type { Home } from "./near";
import { lost, type Origin, Pieces, ZEROS } from "./pieces";
import { Reading } from "./reading";
import { startsWith, textIn } from "./tables";
import type { Given, Part, Wrapper } from "./wrapper";

const GEOMETRY = [0x67, 0x44, 0x6c, 0x61];
const METADATA = 12288;

export const lp: Wrapper = {
	id: "super",
	name: "a super image of Android with dynamic partitions",
	reads:
		"all slots and their copies, zero extents, devices of retrofits that are given or lie near",
	probe: (head) => startsWith(head, GEOMETRY, PRIMARY) || startsWith(head, GEOMETRY, BACKUP),
	async open(given) {
		const reading = new Reading(given, given.signal);
		const { metadata_max_size, metadata_slot_count } = await reading.step(() =>
			anyGeometry(reading),
		);
		const layers = new Layers(given);
		const parts: Part[] = [];
		for (let slot = 0; slot < metadata_slot_count; slot++) {
			const at = METADATA + slot * metadata_max_size;
			const copy = at + metadata_slot_count * metadata_max_size;
			const metadata = await reading.step(() => anyMetadata(reading, at, copy, metadata_max_size));
			if (!metadata) continue;
			const files = await filesFor(metadata.devices, given, layers);
			const isEmpty = metadata.devices.every(
				({ first_logical_sector }) => asPosition(first_logical_sector) * SECTOR >= reading.size,
			);
			addParts(reading, metadata, slot, { files, isEmpty, added: layers.files }, parts);
		}
		if (parts.length === 0 && reading.findings.some(({ code }) => code === "lp-no-metadata")) {
			const finding = reading.findings.find(({ code }) => code === "lp-no-metadata") as Finding;
			throw new Failure({
				kind: "corrupt",
				message: finding.text,
				code: finding.code,
				at: finding.at,
				finding,
			});
		}
		return { readings: [reading], parts };
	},
};

/** What partitions are made of. */
interface Files {
	/** For each block device what has its bytes. */
	readonly files: readonly (Layer | undefined)[];
	/** Files that were found near it. */
	readonly added: readonly Home[];
	/** Set where the file ends before the data of partitions begins. */
	readonly isEmpty: boolean;
}

/**
 * The first block device has the metadata, and is what was opened. The files of the others are
 * known by their names, by their sizes, else by the order in which they are given. What was not
 * given may lie near, in a folder or an archive: there the name alone tells.
 */
async function filesFor(
	devices: readonly Device[],
	given: Given,
	layers: Layers,
): Promise<(Layer | undefined)[]> {
	const candidates: Candidate[] = given.others.map(({ source }) => ({
		name: source.label,
		size: source.size,
	}));
	const found: (Layer | undefined)[] = [layers.own];
	const left = new Set(candidates.keys());
	const slots = devices.map(({ partition_name, size }) => ({
		tag: textIn(partition_name).replace(/_[ab]$/, ""),
		size: asPosition(size),
	}));
	for (const fits of [fitsTag, fitsSize, () => true]) {
		for (const [i, slot] of slots.entries()) {
			if (i === 0 || found[i]) continue;
			const one = [...left].find((one) => fits(slot, candidates[one] as Candidate));
			if (one === undefined) continue;
			found[i] = layers.other(one);
			left.delete(one);
		}
	}
	for (const [i, { partition_name }] of devices.entries()) {
		const name = textIn(partition_name);
		const names = [name, name.replace(/_[ab]$/, "")].flatMap((stem) => [stem, `${stem}.img`]);
		const isNear = (one: string) => (given.near.find(one)?.chain ?? given.chain) !== given.chain;
		const near = names.find(isNear);
		if (!found[i] && near) found[i] = await layers.raw(near);
	}
	return found;
}

const SUFFIXES = ["_a", "_b"];

/** Partitions of a slot; those that an earlier slot has in the same way are not repeated. */
function addParts(
	reading: Reading,
	{ partitions, extents, devices }: Metadata,
	slot: number,
	files: Files,
	parts: Part[],
): void {
	for (const { name: bytes, attributes, first_extent_index: first, num_extents } of partitions) {
		// Of the partitions that a virtual A/B device has for later, there is only the name.
		if (num_extents === 0) continue;
		const suffix = attributes & ATTRIBUTE.SLOT_SUFFIXED ? (SUFFIXES[slot] ?? "") : "";
		const name = textIn(bytes) + suffix;
		const own = extents.slice(first, first + num_extents);
		const pieces = piecesOf(reading, own, devices, files);
		if (first + num_extents > extents.length) {
			pieces.add(SECTOR, {
				kind: "lost",
				why: { message: `The metadata has fewer extents than ${name} needs.` },
			});
		}
		const known = parts.filter((part) => part.name.split("@")[0] === name);
		if (known.some((part) => same(part.bytes as Pieces, pieces))) continue;
		const details = [
			...(known.length ? [`as slot ${slot} has it`] : []),
			...(attributes & ATTRIBUTE.DISABLED ? ["disabled"] : []),
		];
		parts.push({
			name: known.length ? `${name}@${slot}` : name,
			size: pieces.size,
			bytes: pieces,
			...(details.length ? { detail: details.join(", ") } : {}),
		});
	}
}

function piecesOf(
	reading: Reading,
	extents: readonly Extent[],
	devices: readonly Device[],
	{ files, added, isEmpty }: Files,
): Pieces {
	const pieces = new Pieces(added);
	for (const { num_sectors, target_type, target_data, target_source } of extents) {
		const length = asPosition(num_sectors) * SECTOR;
		const at = asPosition(target_data) * SECTOR;
		if (!Number.isSafeInteger(pieces.size + length) || pieces.isFull) {
			pieces.add(
				SECTOR,
				lost("An extent is longer than anything that exists, or there are too many."),
			);
			break;
		}
		const file = files[target_source];
		if (target_type === TARGET.ZERO) pieces.add(length, ZEROS);
		else if (target_type !== TARGET.LINEAR)
			pieces.add(length, lost("An extent is of a kind that is not known."));
		else if (!file) {
			const device = textIn(devices[target_source]?.partition_name ?? new Uint8Array());
			const message = `This part lies on the block device “${device}”, which was not given.`;
			pieces.add(length, lost(message, "Open both files together."));
		} else if (isEmpty && target_source === 0) {
			pieces.add(length, lost("The super image has only the list of its partitions.", EMPTY));
		} else {
			addFrom(pieces, length, file, at, (missing) =>
				cutOff(reading, at + length - missing, at + length),
			);
		}
	}
	return pieces;
}

const EMPTY = "What is in them are files of their own, such as system.img: open those.";

function cutOff(reading: Reading, start: number, end: number): Origin {
	const why: Finding = {
		code: "beyond-end",
		severity: "error",
		text: "A partition reaches beyond the end of the file, which is cut off or a piece of a larger one.",
		structure: extentEntry.name,
		at: { space: reading.home.space, start, end },
		allowed: `within ${countText(reading.size)} bytes`,
	};
	reading.report(why);
	return { kind: "lost", why };
}

const same = (a: Pieces, b: Pieces): boolean =>
	a.list.length === b.list.length &&
	a.list.every((piece, i) => {
		const other = b.list[i];
		return JSON.stringify(piece) === JSON.stringify(other);
	});
