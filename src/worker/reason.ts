/** The same image, whose reads tell the network log why they are made. */
import { because } from "../base/source";
import type { Image } from "../erofs/image";

export function forReason(image: Image, reason: string): Image {
	const { primary, devices } = image;
	if (!primary.source.withReason) return image;
	return {
		...image,
		primary: { ...primary, source: because(primary.source, reason) },
		devices: devices.map((device) =>
			device.source ? { ...device, source: because(device.source, reason) } : device,
		),
	};
}
