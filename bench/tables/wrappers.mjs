/** From a wrapper to the image in it. */
import { fileURLToPath } from "node:url";
import { table } from "../report.mjs";
import { bar, kibibytes, megabytes, milliseconds } from "../words.mjs";

const image = fileURLToPath(
	new URL("../../src/testing/images/good/tiny-plain.erofs", import.meta.url),
);

export function wrappersSection({ tasks }) {
	const { rows } = tasks.run("wrappers", { image });
	const [named] = rows;
	const isMet = named.requests <= 8 && named.bytes <= 1 << 20;
	const cells = rows.map((row) => [
		row.name,
		megabytes(row.size),
		row.requests,
		kibibytes(row.bytes),
		milliseconds(row.ms),
		row === named ? bar(isMet, "at most 8 requests, 1 MiB") : "",
	]);
	return {
		title: "From a wrapper on a server to the image in it (Node)",
		tables: [table(["wrapper", "size", "requests", "bytes", "time", "bar"], cells)],
		notes: ["The line takes no time here: what counts is how often, and how much, is asked for."],
	};
}
