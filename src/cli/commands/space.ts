import type { Exact } from "../../base/exact";
import { showName } from "../../base/text";
import { countText, exactBytes, percentText } from "../../base/words";
import { FORM } from "../../census/inodes";
import { KINDS, type KindName } from "../../erofs/layout/kinds";
import { algorithmLabel } from "../../erofs/structs/features";
import type { Inhabitants } from "../../ownership/inhabitants";
import type { Ownership } from "../../ownership/ownership";
import { KIND_WORDS } from "../../ownership/words";
import { type Account, accountOf, type SpaceSums } from "../../space/account";
import { byExtension, byOwner, byPath, type Groups } from "../../space/colours";
import { wholeNumber } from "../arguments";
import { breather } from "../breathe";
import type { Call, ImageCommand, Values } from "../command";
import { toJson } from "../json";
import { Lines } from "../lines";
import { takeOwners } from "../owners";
import { type Align, table } from "../table";

const GROUPINGS = ["path", "ext", "algorithm", "owner", "kind"] as const;

export const space: ImageCommand = {
	name: "space",
	synopsis: "IMAGE [--json] [--by path|ext|algorithm|owner|kind] [--depth N]",
	summary: "Tell where the bytes of the image go.",
	about:
		"Counts every byte of the image once, by what it is: the sum is the size of the image. Of files it tells what their contents occupy: bytes that they have alone, and bytes that are used several times, by hard links, shared units and chunks. The end of a file that is packed together with others is shared, and costs its share of the unit that it is compressed in. With --by it sums up files in groups: what a group has alone, and what it shares with others.",
	options: {
		by: {
			type: "string",
			value: "GROUP",
			doc: "Sum up by path, ext (the end of the name), algorithm, owner (uid) or kind.",
		},
		depth: {
			type: "string",
			value: "N",
			doc: "With --by path: how many levels of directories; 1 when it is not given.",
		},
		json: { type: "boolean", doc: "As one JSON object, with every file; 64-bit ids are text." },
	},
	args: [0, 0],
	misuse: (_, values) => misuseOf(values),
	async run(call) {
		const { values, terminal, report } = call;
		const ownership = await takeOwners(call);
		const pace = { signal: terminal.signal, breathe: breather() };
		const account = await accountOf(ownership, pace);
		for (const clash of account.clashes) report(clash);
		const groups = groupsOf(ownership, account, values);
		if (values.json) await printJson(call, ownership, account, groups);
		else await terminal.out(`${textOf(ownership, account, values.by, groups).join("\n")}\n`);
	},
};

function misuseOf({ by, depth }: Values): string | undefined {
	if (by !== undefined && !GROUPINGS.some((one) => one === by))
		return `--by expects one of ${GROUPINGS.join(", ")}.`;
	return depth !== undefined && by !== "path" ? "--depth expects --by path." : undefined;
}

/** Files that belong together. */
interface Group {
	readonly name: string;
	readonly inodes: number;
	/** Bytes of contents. */
	readonly size: Exact;
	readonly exclusive: number;
	readonly shared: number;
}

/** Largest first; undefined when nobody asked for groups of files. */
function groupsOf(
	{ inhabitants }: Ownership,
	account: Account,
	{ by, depth }: Values,
): Group[] | undefined {
	if (by === "owner") return groupedBy(byOwner(inhabitants), inhabitants, account);
	if (by === "ext") return groupedBy(byExtension(inhabitants), inhabitants, account);
	if (by !== "path") return undefined;
	const levels = depth === undefined ? 1 : wholeNumber("--depth", depth);
	return groupedBy(byPath(inhabitants, levels), inhabitants, account);
}

function groupedBy(groups: Groups, inhabitants: Inhabitants, account: Account): Group[] {
	const { alone, shared } = account.by(groups);
	const inodes = new Uint32Array(groups.count);
	const sizes = Array.from(inodes, () => 0n);
	for (const row of filesIn(inhabitants)) {
		const mine = groups.of(row);
		for (const group of typeof mine === "number" ? [mine] : mine) {
			inodes[group] = (inodes[group] as number) + 1;
			sizes[group] = (sizes[group] as bigint) + sizeOf(inhabitants, row);
		}
	}
	return groups.names
		.flatMap((name, i): Group[] => {
			const sums = { exclusive: alone[i] as number, shared: shared[i] as number };
			const size = sizes[i] as bigint;
			return name === undefined ? [] : [{ name, inodes: inodes[i] as number, size, ...sums }];
		})
		.filter((group) => group.inodes > 0)
		.sort((a, b) => b.exclusive + b.shared - a.exclusive - a.shared || (a.name < b.name ? -1 : 1));
}

/** Rows of all inodes that can be read and a name leads to. */
function* filesIn(inhabitants: Inhabitants): Generator<number, void, void> {
	const { count } = inhabitants.tree.inodes;
	for (let row = 0; row < count; row++) if (inhabitants.isReadable(row)) yield row;
}

/** Bytes of contents; sizes that no image could hold count as none. */
const sizeOf = ({ tree: { inodes } }: Inhabitants, row: number): bigint =>
	inodes.is(row, FORM.IMPOSSIBLE_SIZE) ? 0n : inodes.size.big(row);

const byKind = ({ bytes }: SpaceSums): [KindName, number][] =>
	KINDS.map((kind, i): [KindName, number] => [kind, bytes[i] as number]).filter(
		([, sum]) => sum > 0,
	);

const sumOf = ({ bytes }: SpaceSums): number => bytes.reduce((sum, some) => sum + some, 0);

async function printJson(
	{ terminal, values }: Call,
	{ inhabitants }: Ownership,
	account: Account,
	groups: readonly Group[] | undefined,
): Promise<void> {
	const [image, ...others] = account.spaces as [SpaceSums, ...SpaceSums[]];
	const sums = (space: SpaceSums) => ({
		by_kind: Object.fromEntries(byKind(space)),
		sum: sumOf(space),
	});
	const about = {
		file_size: image.size,
		...sums(image),
		algorithms: Object.fromEntries(
			Array.from(account.units, ([id, unit]) => [algorithmLabel(id), unit]),
		),
		spaces: Object.fromEntries(others.map((one) => [one.id, { size: one.size, ...sums(one) }])),
		left_out: leftOut(inhabitants),
		...(groups ? { by: values.by, groups } : {}),
	};
	const lines = new Lines(terminal);
	await lines.add(`${toJson(about).slice(0, -1)},"files":[`);
	let last: string | undefined;
	for (const row of filesIn(inhabitants)) {
		if (last !== undefined) {
			const full = lines.add(`${last},`);
			if (full) await full;
		}
		last = toJson(fileOf(inhabitants, account, row));
	}
	await lines.add(`${last ?? ""}]}`);
	await lines.flush();
}

const pathOf = (inhabitants: Inhabitants, row: number): string =>
	showName(inhabitants.pathOf(row) ?? new Uint8Array());

const fileOf = (inhabitants: Inhabitants, { inodes }: Account, row: number) => ({
	nid: inhabitants.nid(row),
	path: pathOf(inhabitants, row),
	size: inhabitants.tree.inodes.size.unsigned(row),
	exclusive: inodes.alone[row],
	shared: inodes.shared[row],
});

/** Inodes with claims that the image cannot hold: these are in no sum. */
function leftOut(inhabitants: Inhabitants) {
	const { inodes } = inhabitants.tree;
	const impossible = FORM.IMPOSSIBLE_SIZE | FORM.IMPOSSIBLE_STORED;
	return Array.from(filesIn(inhabitants))
		.filter((row) => inodes.is(row, impossible))
		.map((row) => ({
			nid: inhabitants.nid(row),
			path: pathOf(inhabitants, row),
			claim: inodes.is(row, FORM.IMPOSSIBLE_SIZE) ? "size" : "stored",
		}));
}

const RIGHT: readonly Align[] = ["left", "right", "right", "right", "right"];

function textOf(
	{ inhabitants }: Ownership,
	account: Account,
	by: Values[string],
	groups: readonly Group[] | undefined,
): string[] {
	if (groups) {
		const rows = groups.map((group) => [
			group.name,
			countText(group.inodes),
			...[group.size, group.exclusive, group.shared].map(exactBytes),
		]);
		return table([["", "inodes", "contents", "alone", "shared"], ...rows], RIGHT);
	}
	const parts = [
		...(by === "algorithm" ? [] : account.spaces.map(spaceText)),
		...(by === "kind" || account.units.size === 0 ? [] : [unitsText(account)]),
	];
	const left = leftOut(inhabitants);
	if (left.length > 0) {
		parts.push([
			`Left out: claims of ${countText(left.length)} inodes that the image cannot hold.`,
			...left.map(({ nid, path, claim }) => `  nid ${nid}  ${path}  ${claim}`),
		]);
	}
	return parts.flatMap((lines, i) => (i > 0 ? ["", ...lines] : lines));
}

function spaceText(space: SpaceSums): string[] {
	const rows = byKind(space)
		.sort(([, a], [, b]) => b - a)
		.map(([kind, bytes]) => [
			`  ${kind}`,
			exactBytes(bytes),
			percentText(bytes / space.size),
			KIND_WORDS[kind].name,
		]);
	const sum = ["  sum", exactBytes(sumOf(space)), "", "every byte counted once"];
	return [
		`${space.id}: ${exactBytes(space.size)}`,
		...table([...rows, sum], ["left", "right", "right"]),
	];
}

function unitsText({ units }: Account): string[] {
	const rows = Array.from(units, ([id, { units: count, physical, logical }]) => [
		`  ${algorithmLabel(id)}`,
		countText(count),
		exactBytes(physical),
		exactBytes(logical),
		logical > 0 ? percentText(physical / logical) : "–",
	]);
	return table([["Compressed units:", "units", "stored", "decoded", "share"], ...rows], RIGHT);
}
