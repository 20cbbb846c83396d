import type { Finding } from "../../base/finding";
import { toJson } from "../../base/json";
import { countText, exactBytes } from "../../base/words";
import { type Entry, entriesOf } from "../../containers/listing";
import type { FileCommand } from "../command";
import { Lines } from "../lines";
import { table } from "../table";
import type { Terminal } from "../terminal";
import { printBytes } from "./parts-bytes";
import { printCheck } from "./parts-check";
import { MOST_ENTRIES, missing } from "./parts-list";

export const parts: FileCommand = {
	name: "parts",
	synopsis: "FILE [--bytes | --check] [--json]",
	summary: "List what is in a wrapper: partitions, members, images, and what is in those.",
	about:
		"Lists FILE and everything that can be found in it without unpacking it to disk, a line each: the chain to give to --in, what it is, its size, the byte of FILE at which it starts where it lies there in one piece, and what the wrapper says of it. Compressed members that hold no other files are looked at, and not unpacked. With --bytes it tells of FILE, or of the part that --in names, whose each byte is: a header’s, a part’s, or nobody’s, and whether those are zeros; ends of ranges are exclusive. With --check it reads everything, and compares it with all checksums that wrappers have of it: those of zip members, sparse images, payloads, FIT images, OCI layers, Android Verified Boot, and those of compressed files. The exit status is 1 when something is not what its checksum says, 2 when something could not be compared.",
	options: {
		bytes: {
			type: "boolean",
			doc: "Tell of each byte whether it is a header’s, a part’s, or nobody’s.",
		},
		check: {
			type: "boolean",
			doc: "Compare all that is in it with the checksums that wrappers have of it, and unpack what is packed.",
		},
		json: {
			type: "boolean",
			doc: "As one JSON array of objects: chain, name, kind, size, offset, depth, detail, trouble; with --bytes: start, end, header, parts, zeros; with --check: chain, of, kind, outcome, why, bytes.",
		},
	},
	args: [0, 0],
	misuse: (_, { bytes, check }) =>
		bytes && check ? "Either --bytes or --check can be told at a time." : undefined,
	async runOnFile(question, file) {
		const { values, terminal } = question;
		const { place, tools, note } = file;
		if (values.bytes) return printBytes(question, file);
		if (values.check) return printCheck(question, file);
		let isDamaged = false;
		const report = (finding: Finding): void => {
			if (finding.severity === "error") isDamaged = true;
			file.report(finding);
		};
		const listing = { ...tools, report, tails: true, most: MOST_ENTRIES };
		let count = 0;
		let isTroubled = false;
		async function* seen(): AsyncGenerator<Entry, void, void> {
			for await (const entry of entriesOf(place, listing)) {
				count++;
				isTroubled ||= entry.trouble !== undefined;
				yield entry;
			}
		}
		await (values.json ? printObjects : printTable)(seen(), terminal);
		if (count >= MOST_ENTRIES) {
			note(missing(`There is more than these ${countText(count)} parts.`));
		}
		if (!isDamaged && isTroubled) {
			note(missing("Not all parts could be looked into: their lines say why."));
		}
	},
};

/** Rows that are aligned together; those that follow are not narrower. */
const TOGETHER = 1024;

async function printTable(entries: AsyncIterable<Entry>, terminal: Terminal): Promise<void> {
	const lines = new Lines(terminal);
	const widths: number[] = [];
	let rows: string[][] = [];
	const print = async () => {
		terminal.clear();
		for (const line of table(rows, ["left", "left", "right"], widths)) await lines.add(line);
		await lines.flush();
		rows = [];
	};
	for await (const entry of entries) {
		if (rows.push(rowOf(entry)) === TOGETHER) await print();
	}
	await print();
}

/** As one array, which is closed also when what is listed cannot be read to its end. */
async function printObjects(entries: AsyncIterable<Entry>, terminal: Terminal): Promise<void> {
	const lines = new Lines(terminal);
	let last = "[";
	try {
		for await (const { what: _, ...entry } of entries) {
			const full = lines.add(last === "[" ? last : `${last},`);
			if (full) await full;
			last = `  ${toJson(entry, 2).replaceAll("\n", "\n  ")}`;
		}
	} finally {
		await lines.add(last);
		await lines.add("]");
		await lines.flush();
	}
}

function rowOf({ chain, kind, size, offset, detail, trouble }: Entry): string[] {
	return [
		chain || ".",
		kind,
		size === undefined ? "?" : exactBytes(size),
		...(offset === undefined ? ["scattered"] : [`at ${offset}`]),
		[detail, trouble].filter(Boolean).join("; "),
	];
}
