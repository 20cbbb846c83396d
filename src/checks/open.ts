/** Opening an image with what its superblock, its devices and its file say of each other. */
import type { ByteSource } from "../base/source";
import type { Image } from "../erofs/image";
import { type OpenOptions, openImage } from "../erofs/open";
import { judge } from "./check";
import { imageChecks } from "./image";

/** @throws Failure as `openImage` */
export async function open(source: ByteSource, options?: OpenOptions): Promise<Image> {
	const image = await openImage(source, options);
	const findings = [...image.findings];
	// Nothing behind the superblock was read then, and nothing can be compared with it.
	if (!image.trouble) await judge(imageChecks, image, image, (found) => findings.push(found));
	return { ...image, findings };
}
