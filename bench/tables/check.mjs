/** The check of a whole image, structures and contents, beside the native one. */
import { findTool, imageNamed, PACKED, PACKED_BYTES } from "../images.mjs";
import { buildProgram, inTurns, medians, ratio, run, runProgram } from "../measure.mjs";
import { table } from "../report.mjs";
import { bar, mebibytes, milliseconds } from "../words.mjs";

const ROUNDS = 3;
/** Of the time of fsck.erofs, at most. */
const BARS = {
	plain: 1.5,
	"lz4-4k": 1.4,
	"lz4-64k": 1.55,
	"zstd-64k": 1.05,
	"deflate-fragments": 0.75,
	"lzma-64k": 0.85,
};
/** Bytes, whatever the image. */
const MOST_MEMORY = 128 << 20;

function measured(name, image, fsck) {
	const { native, full, structure } = inTurns(ROUNDS, {
		// Without a folder it decodes all files, and drops what comes out.
		native: () => run(fsck, ["--extract", image]),
		full: () => runProgram("check", image),
		structure: () => runProgram("check", image, "--structure"),
	});
	return {
		what: PACKED[name].what,
		most: BARS[name],
		native: medians(native),
		full: medians(full),
		structure: medians(structure),
		ms: ratio(full, native, "ms"),
		cpu: ratio(full, native, "cpu"),
	};
}

/** By the clock, in brackets of the processor. */
const time = ({ ms, cpu }) => `${milliseconds(ms)} (${milliseconds(cpu)})`;

export function checkSection({ mkfs }) {
	const title = "Checking whole images (Node)";
	const fsck = findTool("fsck.erofs");
	if (!fsck) return { title, notes: ["Not measured: no fsck.erofs was found."] };
	buildProgram();
	const images = Object.keys(BARS).map((name) => [name, imageNamed(name, mkfs)]);
	const all = images
		.filter(([, image]) => image)
		.map(([name, image]) => measured(name, image, fsck));
	const missing = images.filter(([, image]) => !image).map(([name]) => PACKED[name].what);
	return {
		title,
		tables: [
			table(
				[
					"image",
					"fsck.erofs --extract",
					"check",
					"ratio",
					"bar",
					"structures alone",
					"peak memory",
				],
				all.map(({ what, most, native, full, structure, ms, cpu }) => [
					what,
					time(native),
					time(full),
					`${ms.toFixed(2)} (${cpu.toFixed(2)})`,
					bar(ms <= most, `at most ${most}`),
					time(structure),
					mebibytes(full.memory),
				]),
			),
		],
		notes: [
			`${bar(
				all.every(({ full }) => full.memory < MOST_MEMORY),
				"Below 128 MiB of memory",
			)}. Medians of ${ROUNDS} runs in turns, each a whole process, ratios round by round; in brackets, time of the processor. ${PACKED_BYTES / 1e6} MB of files of this machine, a part of them where the compressor is slow.`,
			...(missing.length > 0 ? [`This mkfs.erofs cannot make: ${missing.join("; ")}.`] : []),
		],
	};
}
