/** `info --totals`: sums over the whole tree. */
import { exact } from "../base/exact";
import type { Finding } from "../base/finding";
import { countText, exactBytes, percentText, sizeText, storedShare } from "../base/words";
import { Census } from "../census/census";
import { Scan } from "../census/scan/scan";
import { type Sums, type Totals, totalsOf } from "../census/totals";
import type { Tree } from "../census/tree";
import { withPath } from "../census/with-path";
import { judge } from "../checks/check";
import { treeChecks } from "../checks/tree";
import { TYPE_NAMES } from "../inspect/names";
import { breather } from "./breathe";
import type { Call } from "./command";
import { type Align, table } from "./table";

/** A tree, and what is wrong with it. */
export interface Taken {
	readonly tree: Tree;
	readonly findings: readonly Finding[];
	/** Whether all directories could be read. */
	readonly isWhole: boolean;
}

export async function takeTree({ image, terminal }: Call): Promise<Taken> {
	const { signal, progress } = terminal;
	const claimed = exact(image.superblock.inos);
	let isWhole = true;
	const findings: Finding[] = [];
	const census = new Census(image, {
		scan: await Scan.of(image, { withTree: true }),
		report: (finding) => {
			if (finding.severity === "error") isWhole = false;
			findings.push(finding);
		},
	});
	const { inodes } = census.tree;
	const rest = breather();
	const breathe = () => {
		const done = inodes.count;
		const total = typeof claimed === "number" && claimed >= done ? { total: claimed } : {};
		progress({ phase: "Reading the tree", done, unit: "inodes", ...total });
		return rest();
	};
	const tree = await census.take({ signal, breathe });
	return { tree, findings, isWhole };
}

/** What was found to be wrong on the way is reported. */
export async function sumUp({ image, report }: Call, taken: Taken): Promise<Totals> {
	const { tree, findings, isWhole } = taken;
	const totals = totalsOf(tree);
	const tell = (finding: Finding) => report(withPath(finding, (nid) => tree.pathOf(nid)));
	findings.forEach(tell);
	await judge(treeChecks, { inodes: totals.inodes, whole: isWhole }, image, tell);
	return totals;
}

const ALIGN: readonly Align[] = ["left", "right", "right", "right", "right"];

export function totalsText(totals: Totals): string[] {
	const { entries, inodes, size, stored, types, layouts, leftOut } = totals;
	const share = storedShare(stored, size);
	return [
		...table([
			["Entries:", countText(entries)],
			["Inodes:", countText(inodes)],
			["Contents:", exactBytes(size)],
			["On disk:", exactBytes(stored) + (share === undefined ? "" : ` (${percentText(share)})`)],
		]),
		"What several files share on disk counts for each of them; “space” counts it once.",
		...(leftOut.count > 0 ? [leftOutText(leftOut)] : []),
		"",
		...table(
			[
				["By type:", "inodes", "contents", "on disk", "share"],
				...types.map((sums) => sumsRow(TYPE_NAMES[sums.type] ?? "unknown", sums)),
			],
			ALIGN,
		),
		"",
		...table(
			[
				["By data layout:", "inodes", "contents", "on disk", "share"],
				...layouts.map((sums) => sumsRow(sums.label, sums)),
			],
			ALIGN,
		),
	];
}

function sumsRow(name: string, { count, size, stored }: Sums): string[] {
	const share = storedShare(stored, size);
	const shown = share === undefined ? "–" : percentText(share);
	return [`  ${name}`, countText(count), sizeText(size), sizeText(stored), shown];
}

function leftOutText({ count, size, stored }: Sums): string {
	const who = count === 1 ? "1 inode claims" : `${countText(count)} inodes claim`;
	const what = [
		...(size > 0 ? [`${sizeText(size)} of contents`] : []),
		...(stored > 0 ? [`${sizeText(stored)} on disk`] : []),
	];
	return `Left out: ${who} ${what.join(" and ")}, more than the image can hold.`;
}

/** The stable form for scripts. */
export function totalsData({ types, ...totals }: Totals): object {
	return {
		...totals,
		types: types.map(({ type, ...sums }) => ({ type: TYPE_NAMES[type] ?? "unknown", ...sums })),
	};
}
