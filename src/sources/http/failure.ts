/** A row of the table of cases as a failure. */
import { Failure } from "../../base/errors";
import { type CaseContext, type HttpCode, httpCases } from "./cases";

export class HttpFailure extends Failure {
	readonly code: HttpCode;
	/** Worth another try. */
	readonly transient: boolean;
	/** Milliseconds the server asked us to wait before it. */
	readonly waitMs: number | undefined;

	constructor(code: HttpCode, context: CaseContext, cause?: unknown) {
		const row = httpCases[code];
		const { url, status, totalBytes, waitSeconds } = context;
		super(
			{
				kind: "io",
				code,
				message: row.message(context),
				hint: row.hint(context),
				url,
				...(status === undefined ? {} : { status }),
				...(totalBytes === undefined ? {} : { totalBytes }),
			},
			{ cause },
		);
		this.code = code;
		this.transient = "transient" in row;
		this.waitMs = waitSeconds === undefined ? undefined : waitSeconds * 1000;
	}
}
