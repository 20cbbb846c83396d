/** The option to go on behind damage in the contents of a file. */
import { findingOf } from "../base/errors";
import { ignoreFindings, type Report } from "../base/finding";
import type { Rescued } from "../erofs/rescue";
import { FILLS, type Fill } from "../export/rescued";
import type { OptionTable, Values } from "./command";

export const RESCUE: OptionTable[string] = {
	type: "string",
	value: FILLS.join("|"),
	doc: "Of damaged files, what can still be read: with zeros in place of what is lost, or without that.",
};

export const fillOf = ({ rescue }: Values): Fill | undefined =>
	FILLS.find((fill) => fill === rescue);

export const rescueMisuse = (values: Values): string | undefined =>
	values.rescue === undefined || fillOf(values)
		? undefined
		: `--rescue takes ${FILLS.join(" or ")}.`;

/** The same parts; what is wrong where bytes are lost is reported. */
export async function* told(
	parts: AsyncIterable<Rescued>,
	report: Report = ignoreFindings,
): AsyncGenerator<Rescued, void, void> {
	for await (const part of parts) {
		const found = "why" in part && findingOf(part.why);
		if (found) report(found);
		yield part;
	}
}
