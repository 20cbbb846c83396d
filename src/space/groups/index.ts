/** All ways to sum up by groups. A new one is a file like `owner.ts` and its name here. */
import { algorithm } from "./algorithm";
import { extension } from "./extension";
import type { Grouping } from "./grouping";
import { layout } from "./layout";
import { owner } from "./owner";
import { path } from "./path";
import { type } from "./type";
import { unitSize } from "./unit-size";

export const GROUPINGS: readonly Grouping[] = [
	path,
	extension,
	type,
	owner,
	algorithm,
	layout,
	unitSize,
];
