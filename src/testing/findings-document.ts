/** docs/findings.md: every code that a check can tell, with an image that has it. */
import type { Fault, Subject } from "../base/finding";
import { everyFault } from "../checks/list";
import { reactionText } from "../erofs/reactions";
import { REFUSED } from "../erofs/severity";
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

What Linux does is told where it is known, of Linux 6.18 where no other version is named. It follows
what is known of its checks; damaged images were not mounted to see it.
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

/** How many codes there are of each family, and how many of them a test meets. */
function familyTable(examples: ReadonlyMap<string, string>): string {
	const all = [...everyFault.values()];
	const rows = Object.entries(TITLES).map(([subject, title]) => {
		const codes = all.filter(({ on }) => on === subject);
		const met = codes.filter(({ code }) => examples.has(code));
		return `| ${title} | ${codes.length} | ${met.length} |`;
	});
	const met = all.filter(({ code }) => examples.has(code)).length;
	return [
		"## What is tested",
		"",
		`A test plants ${seeds.length} faults in good fixtures, one at a time, and holds that each is told with its own`,
		"code and with no other than those that follow from it. Damaged fixtures have more.",
		"",
		"| about | codes | of them met in a test |",
		"|---|---|---|",
		...rows,
		`| all | ${all.length} | ${met} |`,
	].join("\n");
}

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
			"| code | severity | what | Linux | example |",
			"|---|---|---|---|---|",
			...rows,
		].join("\n");
	});
	return `${[HEAD, familyTable(examples), ...parts].join("\n\n")}\n`.replaceAll("\n\n\n", "\n\n");
}
