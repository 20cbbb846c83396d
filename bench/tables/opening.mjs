/** Opening a local image. */
import { table } from "../report.mjs";
import { milliseconds } from "../words.mjs";

export function openingSection({ tasks, images: { large } }) {
	const { open, root, directory, entries } = tasks.run("list", { image: large });
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
