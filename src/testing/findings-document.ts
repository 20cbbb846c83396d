/** docs/findings.md: every code that a check can tell, with an image that has it. */
import type { Fault, Subject } from "../base/finding";
import { everyFault } from "../checks/list";
import { fsck } from "../erofs/fsck";
import { reactionText } from "../erofs/reactions";
import { REFUSED } from "../erofs/severity";
import { fuzzed } from "./fuzz/record";
import { seeds } from "./seeds";

const HEAD = `# Findings

All that can be told of an image, by what it is about. The codes are stable. This page is made from the lists
in the sources (\`npm run findings\`) and compared with them by a test.

| severity | means |
|---|---|
| fatal | Linux refuses to mount the image |
| error | something cannot be read, is read wrongly, or contradicts the format |
| warning | readers go on as if nothing were; writers do not make such images |
| note | worth knowing, and no damage |

What others do is told where it is known: of Linux 6.18 where no other version is named, as it follows from
what is known of its checks (damaged images were not mounted to see it); of fsck.erofs as it was seen on
images with that fault planted (\`npm run fsck\`).
Some readers tell a finding in more exact words, or with another severity where they know more. Examples
are fixtures of \`src/testing/images\`, as they are or with bytes changed; those without one are cases that
no fixture has yet.
`;

const TITLES: Readonly<Record<Subject, string>> = {
	image: "The image as a whole",
	tree: "The tree",
	structure: "Fields of structures",
	directory: "Directories and names",
	inode: "Inodes",
	attributes: "Extended attributes",
	links: "Links",
	contents: "Contents",
	extent: "Maps and extents",
	unit: "Compressed units",
	space: "Bytes and their owners",
	owned: "Stored contents of all files",
	padding: "Padding",
};

const cell = (text: string): string => text.replaceAll("|", "\\|");

const weight = ({ code, severity }: Fault): string =>
	severity === "error" && REFUSED.has(code) ? "fatal" : severity;

/** How many codes there are of each family, how many of them a test meets, and what is planted. */
function familyTable(examples: ReadonlyMap<string, string>): string {
	const all = [...everyFault.values()];
	const row = (title: string, faults: readonly Fault[]) => {
		const codes = new Set(faults.map(({ code }) => code));
		const planted = seeds.filter(({ code }) => codes.has(code));
		const met = [...codes].filter((code) => examples.has(code));
		const missed = [...codes].filter(
			(code) => fsck[code] && !["fails", "tells"].includes(fsck[code]),
		);
		// Each is found: the test of the list holds it.
		const cells = [codes.size, met.length, planted.length, planted.length, missed.length];
		return `| ${[title, ...cells].join(" | ")} |`;
	};
	const families = Object.entries(TITLES).map(([subject, title]) => {
		return row(
			title,
			all.filter(({ on }) => on === subject),
		);
	});
	return [
		"## What is tested",
		"",
		"A test has faults one at a time, planted in good fixtures or in fixtures made for them, and holds that each is",
		"told with its own code and with no other than those that follow from it.",
		"",
		"| about | codes | met in a test | faults planted | of them found | codes that fsck.erofs 1.9.3 misses, hangs on or crashes on |",
		"|---|---|---|---|---|---|",
		...families,
		row("all", all),
		"",
		...fuzzLines(),
		"",
		"How fast a check is, beside fsck.erofs, is in [benchmarks](benchmarks.md).",
	].join("\n");
}

/** Runs of the fuzzer that were let go to their end, and what they found. */
const fuzzLines = (): string[] => [
	"`npm run fuzz` damages small images at random, and where fields are, and holds what must hold of any image: all",
	"ends in time and memory, every range is inside its space, owners cover each space, what runs at once tells what it",
	"tells alone, what is called sound can be read, what is not touched is read as before. Each find was mended with all",
	"of its kind.",
	"",
	"| images | seeds | runs | finds |",
	"|---|---|---|---|",
	...fuzzed.map((run) => `| ${[run.of, `from ${run.from}`, run.runs, run.finds].join(" | ")} |`),
];

/** @param examples in words, by code */
export function findingsDocument(examples: ReadonlyMap<string, string>): string {
	const parts = Object.entries(TITLES).map(([subject, title]) => {
		const faults = [...everyFault.values()].filter(({ on }) => on === subject);
		const rows = faults.map((fault) => {
			const cells = [
				`\`${fault.code}\``,
				weight(fault),
				fault.text,
				reactionText(fault.code) ?? "",
				examples.get(fault.code) ?? "",
			];
			return `| ${cells.map(cell).join(" | ")} |`;
		});
		return [
			`## ${title}`,
			"",
			"| code | severity | what | others | example |",
			"|---|---|---|---|---|",
			...rows,
		].join("\n");
	});
	return `${[HEAD, familyTable(examples), ...parts].join("\n\n")}\n`.replaceAll("\n\n\n", "\n\n");
}
