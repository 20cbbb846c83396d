/**
 * Contents for who goes through them once: where they are in files of this machine, stored bytes
 * are read into one array, again and again. Fresh ones, and pages that are kept for nobody, would wait
 * by the megabyte for the collector of the engine.
 */
import type { ByteSource } from "../base/source";
import type { Container, Image } from "./image";

/** Bytes read at a time: units lie one behind the other, and so do small files. */
const WINDOW = 128 << 10;

/** Forms of an image that nobody reads from at the moment. */
const idle = new WeakMap<Image, Image[]>();

/**
 * Lets work read contents, and nothing else, from a form of the image that it has for itself: what it
 * reads is good until it reads again.
 */
export async function withPassing<T>(
	image: Image,
	work: (contents: Image) => Promise<T>,
): Promise<T> {
	const spare = idle.get(image) ?? [];
	idle.set(image, spare);
	const contents = spare.pop() ?? passing(image);
	try {
		return await work(contents);
	} finally {
		spare.push(contents);
	}
}

const passing = (image: Image): Image => ({
	...image,
	primary: passingContainer(image.primary),
	devices: image.devices.map((device) =>
		device.source ? { ...device, source: passingSource(device.source) } : device,
	),
});

const passingContainer = (container: Container): Container => ({
	...container,
	source: passingSource(container.source),
});

function passingSource(source: ByteSource): ByteSource {
	const { id, label, size, fill } = source;
	if (!fill) return source;
	let room = new Uint8Array();
	let from = 0;
	let to = 0;
	const peek = (start: number, end: number) => {
		if (!(start >= 0 && start < end && end <= size)) return undefined;
		if (start < from || end > to) {
			const stop = Math.min(size, Math.max(end, start + WINDOW));
			if (room.length < stop - start) room = new Uint8Array(stop - start);
			// What cannot be read leaves nothing that looks as if it could.
			to = from;
			fill(start, room.subarray(0, stop - start));
			from = start;
			to = stop;
		}
		return room.subarray(start - from, end - from);
	};
	const read: ByteSource["read"] = async (start, end, signal) =>
		peek(start, end) ?? source.read(start, end, signal);
	return { id, label, size, peek, read };
}
