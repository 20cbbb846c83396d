/** All that was found wrong so far, as a file to keep or to send: in the forms of the command line. */
import { IMAGE_SPACE } from "../base/space";
import { Tally } from "../checks/coverage";
import { REPORT_FORMS } from "../checks/report/forms";
import { contextOf } from "../checks/report/report";
import { storedPlaces } from "../checks/report/stored-places";
import type { CheckCoverage, Params, Saved } from "./protocol";
import type { Session } from "./session";

/** Before a check has come to its end, nothing is said to be looked at as a whole. */
function unchecked(): CheckCoverage {
	const tally = new Tally("structure", "/");
	tally.lack("the image as a whole", "No check of it has come to its end.");
	return tally.coverage;
}

export async function reportOf(
	session: Session,
	{ form, checked }: Params<"report">,
): Promise<Saved> {
	const { log, image, overview } = session;
	const { findings, more } = log;
	const report = {
		result: { findings, more, checked: checked ?? unchecked() },
		offset: session.file(IMAGE_SPACE)?.offset ?? 0,
		context: contextOf(image),
		stored: await storedPlaces(image, findings),
	};
	const { lines, extension, type } = REPORT_FORMS[form];
	const text = Array.from(lines(report, overview.name), (line) => `${line}\n`);
	return { file: new File(text, `${overview.name}.check${extension}`, { type }), notes: [] };
}
