/** Who owns which bytes. */
import { table } from "../report.mjs";
import { bar, each, milliseconds } from "../words.mjs";

export function ownersSection({ tasks, images: { large, many } }) {
	const all = [large, many].map((image) => tasks.run("owners", { image }));
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
