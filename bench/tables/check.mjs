/** The check of a whole image, structures and contents, beside the native one. */
import { statSync } from "node:fs";
import { findTool, imageNamed, PACKED, PACKED_BYTES, USR } from "../images.mjs";
import {
	buildProgram,
	inTurns,
	medians,
	outputOfProgram,
	ratio,
	run,
	runProgram,
} from "../measure.mjs";
import { table } from "../report.mjs";
import { bar, mebibytes, megabytes, milliseconds } from "../words.mjs";

const ROUNDS = 5;
/** Of the time of fsck.erofs, at most. */
const BARS = {
	"usr-plain": 1.5,
	"usr-lz4-4k": 1.4,
	"usr-lz4-64k": 1.55,
	"usr-zstd-64k": 1.05,
	"usr-deflate-fragments": 0.75,
	"usr-lzma-64k": 0.85,
};
/** Bytes, whatever the image. */
const MOST_MEMORY = 128 << 20;
/** Images that are made for other tables, too. */
const LARGER = { large: "LZ4, 64 KiB", many: "names alone" };

function measured(name, what, image, fsck) {
	const { native, full, structure } = inTurns(ROUNDS, {
		// Without a folder it decodes all files, and drops what comes out.
		native: () => run(fsck, ["--extract", image]),
		full: () => runProgram("check", image),
		structure: () => runProgram("check", image, "--structure"),
	});
	return {
		what,
		image,
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

/** What is in an image: bytes of files, and how many inodes. */
function contentsOf(image) {
	const { totals } = JSON.parse(outputOfProgram("info", image, "--totals", "--json"));
	const { size } = totals.types.find(({ type }) => type === "file");
	return { bytes: Number(size), inodes: Number(totals.inodes) };
}

function rowOf({ what, image, most, native, full, structure, ms, cpu }) {
	const { bytes, inodes } = contentsOf(image);
	return [
		what,
		`${megabytes(bytes)} in ${megabytes(statSync(image).size)}`,
		inodes.toLocaleString("en"),
		time(native),
		time(full),
		`${ms.toFixed(2)} (${cpu.toFixed(2)})`,
		most ? bar(ms <= most, `at most ${most}`) : "",
		time(structure),
		mebibytes(full.memory),
	];
}

/** @param first name of the first column: what is packed */
const tableOf = (first, all) =>
	table(
		[
			first,
			"contents in image",
			"inodes",
			"fsck.erofs --extract",
			"check",
			"ratio",
			"bar",
			"structures alone",
			"peak memory",
		],
		all.map(rowOf),
	);

export function checkSection({ mkfs, images }) {
	const title = "Checking whole images (Node)";
	const fsck = findTool("fsck.erofs");
	if (!fsck) return { title, notes: ["Not measured: no fsck.erofs was found."] };
	buildProgram();
	const missing = [];
	const measuredOf = (images) =>
		Object.entries(images).flatMap(([name, { what }]) => {
			const image = imageNamed(name, mkfs);
			if (image) return measured(name, what, image, fsck);
			missing.push(what);
			return [];
		});
	const usr = measuredOf(USR);
	const small = measuredOf(PACKED);
	const larger = Object.entries(LARGER).flatMap(([name, what]) =>
		images[name] ? measured(name, what, images[name], fsck) : [],
	);
	return {
		title,
		tables: [
			tableOf("folders of this machine's /usr", usr),
			tableOf("many small files", small),
			tableOf("large, and many", larger),
		],
		notes: [
			`${bar(
				[...usr, ...small, ...larger].every(({ full }) => full.memory < MOST_MEMORY),
				"Below 128 MiB of memory",
			)}. Medians of ${ROUNDS} runs in turns, each a whole process, ratios round by round; in brackets, time of the processor. Folders: bin, include, and Python with its packages. Small files: ${PACKED_BYTES / 1e6} MB of those of this machine. Of both a part where the compressor is slow. Node is not told of more certificates (NODE_EXTRA_CA_CERTS), which it would read at each start.`,
			...(missing.length > 0 ? [`This mkfs.erofs cannot make: ${missing.join("; ")}.`] : []),
		],
	};
}
