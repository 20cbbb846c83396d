/** A remote image over a household's line. */
import { basename, dirname } from "node:path";
import { table } from "../report.mjs";
import { bar, kibibytes, megabytes, milliseconds, percent } from "../words.mjs";

const DELAY = 50;
/** 20 Mbit/s as bytes a second. */
const RATE = 2_500_000;

const cells = ({ requests, bytes, ms }) => [
	requests,
	bytes < 1e6 ? kibibytes(bytes) : megabytes(bytes),
	milliseconds(ms),
];

/** Share of the line's speed at which the stored bytes of the file came. */
const share = ({ stored, ms }) => stored / (ms / 1000) / RATE;

export async function remoteSection({ tasks, images: { large: image } }) {
	const server = await tasks.serve(dirname(image));
	try {
		const params = { origin: server.origin, name: basename(image), delay: DELAY, rate: RATE };
		const { bytes: area } = tasks.run("area", { image });
		const { root, list, file, walk, preview, save } = tasks.run("remote", params);
		const sequential = (name, figures) => [
			name,
			...cells(figures),
			bar(share(figures) >= 0.8, `at least 80 % of the line; ${percent(share(figures))}`),
		];
		const rows = [
			[
				"open and list the root, beyond the probe",
				...cells(root),
				[
					bar(root.requests <= 2 && root.bytes <= 128 * 1024, "at most 2 requests, 128 KiB"),
					bar(root.ms < 500, "0.5 s"),
				].join("; "),
			],
			[
				"list a directory of 1,000 entries with sizes",
				...cells(list),
				bar(list.requests <= 6, "at most 6 requests"),
			],
			["open a small file in it", ...cells(file), bar(file.requests <= 2, "at most 2 requests")],
			[
				"walk the whole tree",
				...cells(walk),
				bar(walk.bytes <= 1.3 * area, `at most 1.3 × metadata; ${(walk.bytes / area).toFixed(2)}`),
			],
			sequential("preview 20 MB of compressed text from end to end", preview),
			sequential("save the same file", save),
		];
		return {
			title: "A remote image of 1 GB with 100,000 inodes (Node)",
			tables: [table(["step", "requests", "bytes", "time", "bar"], rows)],
			notes: [
				`The test server answers after ${DELAY} ms and sends 20 Mbit/s over all requests together. The metadata area has ${megabytes(area)}. The probe is one request of 64 KiB. Time to list the root includes it.`,
			],
		};
	} finally {
		server.close();
	}
}
