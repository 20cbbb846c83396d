import type { Level } from "../../checks/coverage";
import { run } from "../../checks/run";
import { unopened } from "../../checks/unopened";
import { weightOf } from "../../erofs/severity";
import { rootOf, type TreeStart } from "../../export/tree";
import { checkData, checkLines } from "../check-result";
import { type Call, EXIT, type ImageCommand, type Values } from "../command";
import { toJson } from "../json";
import { Lines } from "../lines";
import { findPlace } from "../place";

export const check: ImageCommand = {
	name: "check",
	synopsis: "IMAGE [--structure] [--path PATH] [--json]",
	summary: "Look for all that is wrong, and say what was looked at.",
	about:
		"Walks the whole tree, reads every inode, directory, attribute and map, and decodes all that is compressed. Tells first what was looked at and what was not, then what is wrong, the worst first. The exit status is 0 when nothing worse than a warning was found, 1 when something is damaged, 2 when something could not be looked at.",
	options: {
		structure: { type: "boolean", doc: "Structures only: contents are not decoded." },
		path: { type: "string", value: "PATH", doc: "Only what is at PATH and below." },
		json: { type: "boolean", doc: "As one JSON object, with every finding." },
	},
	args: [0, 0],
	tellsFindings: true,
	async run(call) {
		const { image, values, offset, terminal } = call;
		const { signal, progress } = terminal;
		const start = await startOf(call);
		const options = { start, level: levelOf(values), signal, onProgress: progress };
		const result = await run(image, options);
		terminal.clear();
		if (values.json) await terminal.out(`${toJson(checkData(result, offset), 2)}\n`);
		else {
			const lines = new Lines(terminal);
			for (const line of checkLines(result, offset)) await lines.add(line);
			await lines.flush();
		}
		if (result.stopped) throw result.stopped;
		const damaged = result.findings.some((f) => ["fatal", "error"].includes(weightOf(f)));
		if (!result.checked.complete) call.conclude(EXIT.TROUBLE);
		else if (damaged) call.conclude(EXIT.DAMAGE);
	},
	/** Scripts get their object whatever the file is. */
	async unopened({ values, offset, terminal }, why) {
		if (!values.json) return;
		const path = typeof values.path === "string" ? values.path : "/";
		const result = unopened(why, levelOf(values), path);
		await terminal.out(`${toJson(checkData(result, offset), 2)}\n`);
	},
};

const levelOf = ({ structure }: Values): Level => (structure ? "structure" : "contents");

async function startOf({ image, values: { path }, terminal }: Call): Promise<TreeStart> {
	return typeof path === "string" ? findPlace(image, path, terminal.signal) : rootOf(image);
}
