/** Extra devices of an image among what lies near it: by name, by what says so, and by size. */
import { fitsSize, fitsTag, type Slot } from "../base/fit";
import type { DeviceHome, Near, Place, Said } from "./near";
import { rafsDevices } from "./rafs";
import { recognise } from "./recognise";
import { tar } from "./tar";
import type { Tools } from "./unpack";

/** Files that are looked at to find an archive. */
const MOST_LOOKED_AT = 16;

/**
 * The file for each slot of the device table, as far as there is one without doubt.
 * @param slots of the image at `place`
 * @param said files that are taken for devices whatever speaks for others
 * @throws Failure when one cannot be opened
 */
export async function devicesNear(
	place: Place,
	slots: readonly Slot[],
	tools: Tools,
	said: Said = new Map(),
): Promise<(DeviceHome | undefined)[]> {
	if (slots.length === 0) return [];
	const blobs = await rafsDevices(place, tools, said);
	if (blobs) return blobs;
	// What a folder holds lies both in it and beside the image.
	const byChain = new Map([...place.near].map((file) => [file.chain, file]));
	byChain.delete(place.chain);
	const near = [...byChain.values()];
	const before = devicesBefore(place);
	const found = slots.map((slot, i) => byTag(slot, near) ?? before[i] ?? bySize(slot, near));
	const chosen = found.map((file, i) => (said.has(i + 1) ? said.get(i + 1) : file));
	// An index of an archive has its one device in that archive, and no word that would name it.
	if (slots.length === 1 && !chosen[0] && !said.has(1)) return [await onlyArchive(near, tools)];
	return Promise.all(chosen.map((file) => file && opened(file, tools)));
}

const opened = async (file: Near, tools: Tools): Promise<DeviceHome> => ({
	...(await file.open(tools)),
	from: file.chain,
});

const byTag = (slot: Slot, near: readonly Near[]): Near | undefined =>
	near.find((file) => fitsTag(slot, file));

function bySize(slot: Slot, near: readonly Near[]): Near | undefined {
	const [file, another] = near.filter((file) => fitsSize(slot, file));
	return another ? undefined : file;
}

/** What stands directly before the image in its list, and is said to be a device of it. */
function devicesBefore({ near, chain }: Place): readonly Near[] {
	const at = near.own.findIndex((file) => file.chain === chain);
	let first = at;
	while (first > 0 && near.own[first - 1]?.isDevice) first--;
	return near.own.slice(first, Math.max(first, at));
}

async function onlyArchive(near: readonly Near[], tools: Tools): Promise<DeviceHome | undefined> {
	const archives: DeviceHome[] = [];
	for (const file of near.slice(0, MOST_LOOKED_AT)) {
		const home = await opened(file, tools);
		if ((await recognise(home.source, tools)).wrapper === tar) archives.push(home);
	}
	return archives.length === 1 ? archives[0] : undefined;
}
