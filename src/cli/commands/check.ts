import type { Finding } from "../../base/finding";
import { IMAGE_SPACE } from "../../base/space";
import type { Level } from "../../checks/coverage";
import { REPORT_FORMS, type ReportForm } from "../../checks/report/forms";
import { contextOf, type Report } from "../../checks/report/report";
import { storedPlaces } from "../../checks/report/stored-places";
import { type Checked, run } from "../../checks/run";
import { unopened } from "../../checks/unopened";
import { weightOf } from "../../erofs/severity";
import { findPlace } from "../../export/place";
import { rootOf, type TreeStart } from "../../export/tree";
import { hashBy } from "../../pool/digests";
import { breather } from "../breathe";
import { checkLines } from "../check-lines";
import { type Call, EXIT, type ImageCommand, JOBS, type Question, type Values } from "../command";
import { compileLess, keepYoungSpaceSmall } from "../engine";
import { Lines } from "../lines";

export const check: ImageCommand = {
	name: "check",
	synopsis: "IMAGE [--structure] [--path PATH] [--json | --sarif | --markdown] [--jobs N]",
	summary: "Look for all that is wrong, and say what was looked at.",
	about:
		"Walks the whole tree, reads every inode, directory, attribute and map, and decodes all that is compressed. Tells first what was looked at and what was not, then what is wrong, the worst first. The exit status is 0 when nothing worse than a warning was found, 1 when something is damaged, 2 when something could not be looked at.",
	options: {
		structure: { type: "boolean", doc: "Structures only: contents are not decoded." },
		path: { type: "string", value: "PATH", doc: "Only what is at PATH and below." },
		json: { type: "boolean", doc: "As one JSON object, with every finding." },
		sarif: { type: "boolean", doc: "As SARIF 2.1.0, for editors and build servers." },
		markdown: { type: "boolean", doc: "As a report in Markdown." },
		jobs: {
			...JOBS.jobs,
			doc: "How many threads decode at the same time; as many as the machine can run.",
		},
	},
	args: [0, 0],
	tellsFindings: true,
	async run(call) {
		keepYoungSpaceSmall();
		compileLess();
		const { image, values, offset, terminal, pool } = call;
		const { signal, progress } = terminal;
		const start = await startOf(call);
		const level = levelOf(values);
		if (call.homes.get(IMAGE_SPACE)?.parents) terminal.err(AROUND);
		const by = level === "contents" ? { units: call.units(), hash: hashBy(pool()) } : {};
		const options = { start, level, signal, onProgress: progress, breathe: breather(), ...by };
		const result = await run(image, options);
		terminal.clear();
		const stored = await storedPlaces(image, placed(values, result));
		await tell(call, { result, offset, context: contextOf(image), stored });
		if (result.stopped) throw result.stopped;
		const damaged = result.findings.some((f) => ["fatal", "error"].includes(weightOf(f)));
		if (!result.checked.complete) call.conclude(EXIT.TROUBLE);
		else if (damaged) call.conclude(EXIT.DAMAGE);
	},
	/** Scripts get their object whatever the file is. */
	async unopened(call, why) {
		const { values, offset } = call;
		if (!FORMS.some((form) => values[form])) return;
		const path = typeof values.path === "string" ? values.path : "/";
		await tell(call, { result: unopened(why, levelOf(values), path), offset });
	},
};

/** Findings of forms for programs, which have the file and no contents of what is in it; who stops it waits for no more. */
const placed = ({ json, sarif }: Values, { findings, stopped }: Checked): readonly Finding[] =>
	(json || sarif) && !stopped ? findings : [];

/** What a check of the image says nothing about. */
const AROUND =
	"note: the checksums of the wrappers around the image are not compared: “parts FILE --check” does that";

const FORMS = ["json", "sarif", "markdown"] as const satisfies readonly ReportForm[];

async function tell({ values, name, terminal }: Question, report: Report): Promise<void> {
	const lines = new Lines(terminal);
	const form = FORMS.find((each) => values[each]);
	const all = form ? REPORT_FORMS[form].lines(report, name) : checkLines(report);
	for (const line of all) await lines.add(line);
	await lines.flush();
}

const levelOf = ({ structure }: Values): Level => (structure ? "structure" : "contents");

async function startOf({ image, values: { path }, terminal }: Call): Promise<TreeStart> {
	return typeof path === "string" ? findPlace(image, path, terminal.signal) : rootOf(image);
}
