import { toJson } from "../../base/json";
import { exactBytes } from "../../base/words";
import { type Entry, entriesOf } from "../../containers/places";
import type { FileCommand } from "../command";
import { Lines } from "../lines";
import { table } from "../table";

const MOST_ENTRIES = 100_000;

export const parts: FileCommand = {
	name: "parts",
	synopsis: "FILE [--json]",
	summary: "List what is in a wrapper: partitions, members, images, and what is in those.",
	about:
		"Lists FILE and everything that can be found in it without unpacking it to disk, a line each: the chain to give to --in, what it is, its size, the byte of FILE at which it starts where it lies there in one piece, and what the wrapper says of it. Compressed members that hold no other files are looked at, and not unpacked.",
	options: {
		json: {
			type: "boolean",
			doc: "As one JSON array of objects: chain, name, kind, size, offset, depth, detail, trouble.",
		},
	},
	args: [0, 0],
	async runOnFile({ values, terminal }, { place, tools, report }) {
		const listing = { ...tools, report, tails: true, most: MOST_ENTRIES };
		const entries: Entry[] = [];
		for await (const entry of entriesOf(place, listing)) entries.push(entry);
		terminal.clear();
		const lines = new Lines(terminal);
		if (values.json) await lines.add(toJson(entries.map(asData), 2));
		else
			for (const line of table(entries.map(rowOf), ["left", "left", "right"]))
				await lines.add(line);
		await lines.flush();
	},
};

const asData = ({ what: _, ...entry }: Entry): object => entry;

function rowOf({ chain, kind, size, offset, detail, trouble }: Entry): string[] {
	return [
		chain || ".",
		kind,
		size === undefined ? "?" : exactBytes(size),
		...(offset === undefined ? ["scattered"] : [`at ${offset}`]),
		[detail, trouble].filter(Boolean).join("; "),
	];
}
