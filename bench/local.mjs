/** Local images in Node: opening, walking, decoding. */
import { spawnSync } from "node:child_process";
import { COMPRESSORS, findTool, imageNamed, toolVersion } from "./images.mjs";
import { table } from "./report.mjs";
import { bar, megabytes, milliseconds, speed } from "./words.mjs";

export function openingSection(tasks, image) {
	const { open, root, directory, entries } = tasks.run("list", { image });
	return {
		title: "Opening a local image of 1 GB (Node)",
		tables: [
			table(
				["step", "time"],
				[
					["open: superblock and what it points at", milliseconds(open)],
					["list the root", milliseconds(root)],
					[`list a directory of ${entries} entries with all attributes`, milliseconds(directory)],
				],
			),
		],
	};
}

export function walkingSection(tasks, images) {
	const rows = images.map((image) => {
		const { ms, entries, memory } = tasks.run("walk", { image });
		const each = `${((ms * 1000) / entries).toFixed(1)} µs`;
		return [entries.toLocaleString("en"), milliseconds(ms), each, megabytes(memory)];
	});
	return {
		title: "Walking the whole tree (Node)",
		tables: [table(["entries", "time", "per entry", "peak memory of the process"], rows)],
	};
}

/** Runs of each of the two that are compared, in turns. */
const PAIRS = 5;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** Milliseconds of dump.erofs, which looks at every inode for its statistics. */
function nativeCensus(dump, image) {
	const start = performance.now();
	const { status } = spawnSync(dump, ["-S", image], { stdio: "ignore" });
	return status === 0 ? performance.now() - start : undefined;
}

/** One image in pairs with the native tool; without that tool alone. */
function censusOf(tasks, dump, image) {
	const pairs = Array.from({ length: PAIRS }, () => {
		const ours = tasks.run("census", { image });
		return { ours, native: dump && nativeCensus(dump, image) };
	});
	const metadata = tasks.run("area", { image }).bytes;
	const { ours } = pairs[0];
	return {
		...ours,
		ms: median(pairs.map((pair) => pair.ours.ms)),
		cpu: median(pairs.map((pair) => pair.ours.cpu)),
		native: median(pairs.map((pair) => pair.native ?? Number.NaN)),
		ratio: median(pairs.map((pair) => pair.ours.ms / (pair.native ?? Number.NaN))),
		excess: ours.read / metadata,
	};
}

const each = (bytes, count) => `${(bytes / count).toFixed(1)} B`;

export function censusSection(tasks, images) {
	const dump = findTool("dump.erofs");
	const all = images.map((image) => censusOf(tasks, dump, image));
	const rows = all.map(({ inodes, ms, cpu, native, ratio, read, excess, memory }) => [
		inodes.toLocaleString("en"),
		milliseconds(ms),
		milliseconds(cpu),
		Number.isNaN(native) ? "–" : milliseconds(native),
		Number.isNaN(ratio) ? "–" : ratio.toFixed(2),
		megabytes(read),
		excess.toFixed(2),
		each(memory, inodes),
	]);
	const most = all.at(-1);
	return {
		title: "The tree in columns (Node)",
		tables: [
			table(
				[
					"inodes",
					"time",
					"of the processor",
					"dump.erofs -S",
					"ratio",
					"read",
					"of the metadata",
					"memory an inode",
				],
				rows,
			),
		],
		notes: [
			`${bar(most.ratio <= 0.8, "At most 0.8 of the time of dump.erofs for the most inodes")}. ${bar(
				all.every(({ excess }) => excess <= 1.3),
				"At most 1.3 times the metadata read",
			)}. ${bar(
				all.every(({ memory, inodes }) => memory <= 80 * inodes),
				"At most 80 bytes an inode",
			)}.`,
			`Medians of ${PAIRS} runs in turns with the native tool, each in a new process: ours from opening the file until the last name, without the start of Node; the native one as a whole. Metadata is counted in whole blocks.`,
		],
	};
}

export function ownersSection(tasks, images) {
	const all = images.map((image) => tasks.run("owners", { image }));
	const rows = all.map(({ inodes, found, claims, memory, extents, byte, way, screen, strip }) => [
		inodes.toLocaleString("en"),
		milliseconds(found),
		claims.toLocaleString("en"),
		each(memory, claims),
		extents.count.toLocaleString("en"),
		each(extents.memory, extents.count),
		...[byte, way, screen].map(({ ms, cpu }) => `${milliseconds(ms)} (${milliseconds(cpu)})`),
		milliseconds(strip),
	]);
	return {
		title: "Who owns which bytes (Node)",
		tables: [
			table(
				[
					"inodes",
					"found",
					"claims",
					"memory a claim",
					"extents",
					"memory an extent",
					"one byte",
					"with the way to it",
					"annotate 4 KiB",
					"strip of 4,096",
				],
				rows,
			),
		],
		notes: [
			`${bar(
				all.every(({ byte }) => byte.cpu < 0.1),
				"One byte below 0.1 ms",
			)}. ${bar(
				all.every(({ screen }) => screen.cpu < 5),
				"Annotating 4 KiB below 5 ms",
			)}. ${bar(
				all.every(({ extents }) => extents.memory <= 32 * extents.count),
				"At most 32 bytes an extent",
			)}.`,
			"Found after the walk over the tree, whose memory is not counted. Single bytes and screens: the mean of 1,000 places, the second time; in brackets and for the bars, time of the processor.",
		],
	};
}

/** Milliseconds of the processor beyond the census. */
const MOST_SPACE = 300;

export function spaceSection(tasks, images) {
	const all = images.map((image) => {
		const runs = Array.from({ length: PAIRS }, () => tasks.run("space", { image }));
		const sum = ({ owned, account }, of) => owned[of] + account[of];
		return {
			inodes: runs[0].inodes,
			isWhole: runs.every(({ isWhole }) => isWhole),
			ms: median(runs.map((run) => sum(run, "ms"))),
			owned: median(runs.map((run) => run.owned.cpu)),
			account: median(runs.map((run) => run.account.cpu)),
		};
	});
	const rows = all.map(({ inodes, ms, owned, account, isWhole }) => [
		inodes.toLocaleString("en"),
		milliseconds(ms),
		milliseconds(owned),
		milliseconds(account),
		isWhole ? "yes" : "NO",
	]);
	const most = all.at(-1);
	return {
		title: "Where the bytes go (Node)",
		tables: [
			table(
				[
					"inodes",
					"time beyond the census",
					"of the processor: owners",
					"sums",
					"every byte counted once",
				],
				rows,
			),
		],
		notes: [
			`${bar(most.owned + most.account <= MOST_SPACE, "At most 0.3 s beyond the census for the most inodes")}.`,
			`Medians of ${PAIRS} runs, each in a new process; the bar is for time of the processor.`,
		],
	};
}

/** Decoded bytes a second of fsck.erofs, which also only decodes and drops. */
function nativeSpeed(fsck, image, bytes) {
	if (!fsck) return "–";
	const start = performance.now();
	const { status } = spawnSync(fsck, ["--extract", image], { stdio: "ignore" });
	return status === 0 ? speed(bytes, performance.now() - start) : "cannot";
}

export function decodingSection(tasks, mkfs, large) {
	const fsck = findTool("fsck.erofs");
	const images = COMPRESSORS.map((name) => [
		`64 MB of text, ${name}`,
		imageNamed(`codec-${name}`, mkfs),
	]);
	const made = [...images, ["1 GB of text files, lz4hc", large]].filter(([, image]) => image);
	const rows = made.map(([what, image]) => {
		const { ms, bytes, memory } = tasks.run("decode", { image });
		return [
			what,
			megabytes(bytes),
			speed(bytes, ms),
			megabytes(memory),
			nativeSpeed(fsck, image, bytes),
		];
	});
	const missing = images.filter(([, image]) => !image).map(([what]) => what.split(", ")[1]);
	const version = fsck && toolVersion(fsck);
	return {
		title: "Decoding whole images (Node)",
		tables: [table(["image", "decoded", "speed", "peak memory", "fsck.erofs"], rows)],
		notes: [
			`Every file of the image is decoded and dropped. fsck.erofs ${version ?? "was not found"}${version ? " does the same natively, `--extract` without a folder" : ""}.`,
			...(missing.length > 0 ? [`This mkfs.erofs cannot make: ${missing.join(", ")}.`] : []),
		],
	};
}
