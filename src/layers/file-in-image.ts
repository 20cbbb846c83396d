/**
 * Files in images that hold something to be opened in turn: an APEX in a system partition, a disk in
 * a live medium. They are read where they lie, unit by unit.
 */
import { nameBytes } from "../base/text";
import { objectsNear } from "../containers/composefs";
import { devicesNear } from "../containers/devices";
import type { Place } from "../containers/near";
import type { FileInImage, Tools } from "../containers/unpack";
import { fileSource } from "../erofs/data";
import { fileAlong } from "../erofs/lookup";
import { openImage } from "../erofs/open";
import { REMOTE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";

/** @throws Failure as `openImage`, and `no-such-path` when `path` begins with no file */
export async function fileInImage(place: Place, path: string, tools: Tools): Promise<FileInImage> {
	const { signal } = tools;
	const image = await openImage(place.source, {
		devices: async (slots) => (await devicesNear(place, slots, tools)).map((home) => home?.source),
		objects: objectsNear(place, tools),
		unpacked: true,
		...(signal ? { signal } : {}),
	});
	const parts = path.split("/").filter(Boolean);
	const { inode, steps } = await fileAlong(image, parts.map(nameBytes), signal);
	const [before, behind] = [parts.slice(0, steps).join("/"), parts.slice(steps).join("/")];
	const contents = await fileSource(image, inode, `${place.source.label}, ${before}`, signal);
	// Whoever looks for a few bytes has a whole unit decoded, and comes back for the next ones.
	return { source: new PageCache(contents, REMOTE_PAGES), path: before, rest: behind };
}
