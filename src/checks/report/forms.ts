/** The forms in which the result of a check leaves the program, each with how a file of it is called. */
import { toJson } from "../../base/json";
import { markdownLines } from "./markdown";
import { checkData, type Report } from "./report";
import { sarif } from "./sarif";

interface Form {
	/** Of a file name, with its dot. */
	readonly extension: string;
	/** Media type. */
	readonly type: string;
	/** @param name of the file that was checked */
	lines(report: Report, name: string): Iterable<string>;
}

export const REPORT_FORMS = {
	json: {
		extension: ".json",
		type: "application/json",
		lines: (report) => [toJson(checkData(report), 2)],
	},
	sarif: {
		extension: ".sarif",
		type: "application/sarif+json",
		lines: (report, name) => [toJson(sarif(report, name), 2)],
	},
	markdown: { extension: ".md", type: "text/markdown", lines: markdownLines },
} as const satisfies Record<string, Form>;

export type ReportForm = keyof typeof REPORT_FORMS;
