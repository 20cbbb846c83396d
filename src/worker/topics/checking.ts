/** What is wrong with the image, and what is lost by it. */
import type { FailureInfo } from "../../base/errors";
import type { Coverage as CheckCoverage, Level as CheckLevel } from "../../checks/coverage";
import type { ReportForm } from "../../checks/report/forms";
import type { Loss } from "../../export/rescued";
import { checkImage } from "../check";
import type { Current } from "../current";
import type { HandlersOf, Method } from "../method";
import { reportOf } from "../report";
import { lostOf } from "../save";
import type { Saved } from "./saving";

export type { Coverage as CheckCoverage, Level as CheckLevel } from "../../checks/coverage";
export type { ReportForm } from "../../checks/report/forms";
export type { Loss } from "../../export/rescued";

export interface CheckResult {
	/** What was looked at, and what was passed over. */
	readonly checked: CheckCoverage;
	/** Why it ended before its time. */
	readonly stopped?: FailureInfo;
}

/** What of a file cannot be read. */
export interface Lost {
	/** In order; neighbours that are lost for the same reason as one. */
	readonly list: readonly Loss[];
	/** Bytes in all, and ranges that are not listed. */
	readonly bytes: number;
	readonly more: number;
}

export interface CheckingApi {
	/**
	 * Looks for all that is wrong: in every structure, or in contents too.
	 * @param path of what alone is to be checked, with what is below it; in `showName` form
	 */
	check: Method<{ level: CheckLevel; path?: string }, CheckResult>;
	/** All that was found so far, as a file; `checked` by the last check that came to its end. */
	report: Method<{ form: ReportForm; checked?: CheckCoverage }, Saved>;
	/** Reads all of a file. */
	lost: Method<{ nid: bigint }, Lost>;
}

export const checking = (current: Current): HandlersOf<CheckingApi> => ({
	check: (params, context) => checkImage(current.session(), params, context),

	report: async (params) => reportOf(current.session(), params),

	lost: (params, context) => lostOf(current.session(), params, context),
});
