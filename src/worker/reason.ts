/** The same image, whose files are read in another way. */
import { type ByteSource, because } from "../base/source";
import type { Image } from "../erofs/image";

function withSources(image: Image, change: (source: ByteSource) => ByteSource): Image {
	const { primary, devices } = image;
	return {
		...image,
		primary: { ...primary, source: change(primary.source) },
		devices: devices.map((device) =>
			device.source ? { ...device, source: change(device.source) } : device,
		),
	};
}

/** Its reads tell the network log why they are made. */
export function forReason(image: Image, reason: string): Image {
	if (!image.primary.source.withReason) return image;
	return withSources(image, (source) => because(source, reason));
}

/** For who jumps about in it: nothing is fetched ahead of its reads. */
export const withoutReadAhead = (image: Image): Image =>
	withSources(image, (source) => source.within?.({ start: 0, end: 0 }) ?? source);
