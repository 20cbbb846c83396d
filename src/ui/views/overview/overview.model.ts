/** Figures of the overview in words. */

import { IMAGE_SPACE } from "../../../base/space";
import { counted, countText, exactBytes, sizeText } from "../../../base/words";
import {
	type Fact,
	type FeatureRow,
	type SpaceTotals,
	type Survey,
	TYPE_NAMES,
} from "../../../worker/protocol";
import { groupOf, type OwnerGroup } from "../../widgets/owners.model";

const FILE = TYPE_NAMES.indexOf("file");
const DIRECTORY = TYPE_NAMES.indexOf("directory");

const countOf = ({ types }: Pick<Survey, "types">, type: number): number =>
	types.find((sums) => sums.type === type)?.count ?? 0;

/** Whether the root directory, and with it everything, could not be read: zeros would say that there is nothing. */
export const isUnreadable = ({ inodes }: Pick<Survey, "inodes">): boolean => inodes === 0;

/** Whether sums are without something that names lead to. */
export const lacksSome = (survey: Pick<Survey, "inodes" | "unread">): boolean =>
	isUnreadable(survey) || survey.unread > 0;

/** `77 files, 9 directories, 3 others; 2 more cannot be read`. */
export function filesText(survey: Pick<Survey, "types" | "inodes" | "unread">): string {
	const files = countOf(survey, FILE);
	const directories = countOf(survey, DIRECTORY);
	const others = survey.inodes - files - directories;
	const kinds = [
		counted(files, "file"),
		counted(directories, "directory", "directories"),
		...(others > 0 ? [counted(others, "other")] : []),
	].join(", ");
	return survey.unread > 0 ? `${kinds}; ${countText(survey.unread)} more cannot be read` : kinds;
}

/** `60 of 77 files`, by the layout of their contents. */
export function compressedText(survey: Pick<Survey, "types" | "layouts">): string {
	const compressed = survey.layouts.filter(({ label }) => label.startsWith("compressed"));
	const count = compressed.reduce((sum, layout) => sum + layout.count, 0);
	const all = countOf(survey, FILE);
	return count === 0 ? "no file is compressed" : `${countText(count)} of ${counted(all, "file")}`;
}

/** `14 units of 4 KiB on average`; "" without any. */
export function unitsText(algorithms: SpaceTotals["algorithms"]): string {
	const units = algorithms.reduce((sum, each) => sum + each.units, 0);
	const bytes = algorithms.reduce((sum, each) => sum + each.physical, 0);
	if (units === 0) return "";
	return `${counted(units, "unit")} of ${sizeText(Math.round(bytes / units))}${units > 1 ? " on average" : ""}`;
}

const OF_CONTENTS: readonly OwnerGroup[] = ["dir", "compressed", "plain"];

/** Bytes of the image and its devices that are contents, each counted once. */
export const storedOnce = (spaces: SpaceTotals["spaces"]): number =>
	spaces
		.filter(({ id }) => id === IMAGE_SPACE || id.startsWith("device:"))
		.flatMap(({ kinds }) => kinds)
		.filter(({ kind }) => OF_CONTENTS.includes(groupOf(kind)))
		.reduce((sum, { bytes }) => sum + bytes, 0);

/** Where a structure lies, from its fields in order: `128 bytes at byte 1,024`. */
export function placeText(facts: readonly Fact[]): string {
	const start = facts[0]?.at?.start ?? 0;
	const end = facts.at(-1)?.at?.end ?? start;
	return `${exactBytes(end - start)} at byte ${countText(start)}`;
}

/** Features that are set stand first; otherwise the order of their bits. */
export const bySet = (features: readonly FeatureRow[]): FeatureRow[] => [
	...features.filter((f) => f.set),
	...features.filter((f) => !f.set),
];
