/**
 * All that is looked for: the rules of the tables, what readers meet, and the checks. A code
 * stands for one thing and is in the list once, however many readers can tell it.
 */
import type { Fault } from "../base/finding";
import { beyondEnd } from "../base/resident";
import { faults } from "../erofs/faults";
import { tables } from "../erofs/structs/tables";
import type { Field } from "../schema/field";
import type { Struct } from "../schema/struct";
import { attributeChecks } from "./attributes";
import { contentsChecks } from "./digests";
import { directoryChecks } from "./directories";
import { extentChecks } from "./extents";
import { imageChecks, mountChecks } from "./image";
import { inodeChecks } from "./inodes";
import { paddingChecks } from "./padding";
import { spaceChecks } from "./spaces";
import { storedChecks } from "./stored";
import { unitChecks } from "./streams";
import { linkChecks, treeChecks } from "./tree";

/** The rules of tables; several fields may share one. */
function rulesOf(all: readonly Struct<never>[]): Fault[] {
	const rules = all.flatMap(({ list, rules }) => [
		...list.flatMap(([, field]) => (field as Field<unknown, never>).rules ?? []),
		...rules,
	]);
	return rules.map(({ code, severity, text }) => ({ code, on: "structure", severity, text }));
}

const all: readonly Fault[] = [
	{ ...beyondEnd, on: "structure" },
	...rulesOf(tables),
	...faults,
	...imageChecks,
	...mountChecks,
	...treeChecks,
	...linkChecks,
	...directoryChecks,
	...inodeChecks,
	...attributeChecks,
	...contentsChecks,
	...extentChecks,
	...unitChecks,
	...spaceChecks.filter(({ code }) => code !== "bytes-owned-twice"),
	...storedChecks,
	...paddingChecks,
];

/** By code. */
export const everyFault: ReadonlyMap<string, Fault> = new Map(all.map((one) => [one.code, one]));
