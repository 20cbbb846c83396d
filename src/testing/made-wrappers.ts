/** Wrappers made byte by byte for tests, by other means than those that read them, with what is in them. */
import { avb, sparse, superImage, transfers } from "./made-android";
import { cpios, tars, zips } from "./made-archives";
import { fitImage, hybridIso, uimages } from "./made-boot";
import { image, type Made, u32 } from "./made-bytes";
import { disks } from "./made-disks";
import { gpts, mbr } from "./made-partitions";
import { capex, payloads } from "./made-payload";

/** Frames of one stored block each, with a table of their sizes behind them. */
function seekableZstd(): Made {
	const step = 5000;
	const starts = Array.from({ length: Math.ceil(image.length / step) }, (_, i) => i * step);
	const frames = starts.map((start) => {
		const bytes = image.subarray(start, start + step);
		const block = u32((bytes.length << 3) | 1).subarray(0, 3);
		return Buffer.concat([u32(0xfd2fb528), Buffer.of(0xa0), u32(bytes.length), block, bytes]);
	});
	const lines = frames.map((frame, i) =>
		u32(frame.length, Math.min(step, image.length - (starts[i] as number)), 0),
	);
	const body = [...lines, u32(frames.length), Buffer.of(0x80), u32(0x8f92eab1)];
	const size = body.reduce((sum, { length }) => sum + length, 0);
	return {
		name: "zstd with a seek table",
		kind: "zstd",
		bytes: Buffer.concat([...frames, u32(0x184d2a5e, size), ...body]),
		parts: { zstd: image },
	};
}

export const made: readonly Made[] = [
	sparse(),
	...zips(),
	...tars(),
	...gpts(),
	mbr(),
	superImage(0),
	superImage(2),
	avb(),
	capex(avb()),
	...payloads(),
	...cpios(),
	...uimages(),
	fitImage(),
	hybridIso(),
	...disks,
	...transfers(),
	seekableZstd(),
];
