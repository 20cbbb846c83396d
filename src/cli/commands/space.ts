import { toJson } from "../../base/json";
import { atPace } from "../../base/steps";
import { showName } from "../../base/text";
import { countText, exactBytes } from "../../base/words";
import { algorithmLabel } from "../../erofs/structs/features";
import type { Inhabitants } from "../../ownership/inhabitants";
import { digestsBy } from "../../pool/digests";
import type { Account, SpaceSums } from "../../space/account";
import type { Advice } from "../../space/advice/advice";
import { type AllAdvice, adviceOn } from "../../space/advice/index";
import { chosenBy, setNeedOf } from "../../space/chosen";
import { contentsOf } from "../../space/contents";
import { duplicatesOf } from "../../space/duplicates";
import type { Grouping } from "../../space/groups/grouping";
import { GROUPINGS } from "../../space/groups/index";
import { type Group, groupsBy } from "../../space/groups/sums";
import { histogramsOf } from "../../space/histograms";
import { type InsideUnits, insideUnits } from "../../space/inside-units";
import { type Ledger, ledgerOf } from "../../space/ledger";
import { leftOut } from "../../space/left-out";
import { LISTS } from "../../space/lists/index";
import { wholeNumber } from "../arguments";
import { breather } from "../breathe";
import { type Call, type ImageCommand, JOBS, type Values } from "../command";
import { keepYoungSpaceSmall } from "../engine";
import { jsonSums } from "../json-kinds";
import { Lines } from "../lines";
import { smallFile } from "../node-file";
import { takeOwners } from "../owners";
import {
	byKind,
	contentsText,
	groupsText,
	histogramsText,
	insideText,
	needText,
	printGroups,
	printList,
	spaceText,
	sumOf,
	unitsText,
} from "../space-tables";

const WAYS = [...GROUPINGS.map(({ id }) => id), "kind"];

export const space: ImageCommand = {
	name: "space",
	synopsis: `IMAGE [--json | --csv] [--by ${WAYS.join("|")} [--depth N] | --list NAME [--filter PATTERN] | --histograms | --need FILE | --advice [--compare]] [--padding] [--jobs N]`,
	summary: "Tell where the bytes of the image go.",
	about:
		"Counts every byte of the image once, by what it is: the sum is the size of the image. Of files it tells what their contents occupy: bytes that they have alone, and bytes that are used several times, by hard links, shared units and chunks. The end of a file that is packed together with others is shared, and costs its share of the unit that it is compressed in. With --by it sums up files in groups: what a group has alone, and what it shares with others.",
	options: {
		by: {
			type: "string",
			value: "GROUP",
			doc: "Sum up by path, ext (the end of the name), type, owner (uid), algorithm, layout, unit (bytes of a compressed unit) or kind.",
		},
		depth: {
			type: "string",
			value: "N",
			doc: "With --by path: how many levels of directories; 1 when it is not given.",
		},
		advice: {
			type: "boolean",
			doc: "Tell what would make the image smaller, and options of mkfs.erofs that it seems to have been made with. Reads samples of contents; sums that are guesses say so.",
		},
		list: {
			type: "string",
			value: "NAME",
			doc: `List files: ${LISTS.map(({ id }) => id).join(", ")}.`,
		},
		filter: {
			type: "string",
			value: "PATTERN",
			doc: "With --list: only names that match, and what all of them need together.",
		},
		compare: {
			type: "boolean",
			doc: "With --advice: compare contents too. Reads all files that are as long as another.",
		},
		need: {
			type: "string",
			value: "FILE",
			doc: "Tell what a set of files needs, as on a first boot: FILE has a path or a pattern a line, a directory stands for all below it.",
		},
		padding: {
			type: "boolean",
			doc: "Read the beginnings of compressed units too, to count the padding inside them.",
		},
		...JOBS,
		histograms: {
			type: "boolean",
			doc: "Tell how often files and compressed units are how large.",
		},
		csv: { type: "boolean", doc: "With --by or --list: as CSV." },
		json: { type: "boolean", doc: "As one JSON object, with every file; 64-bit ids are text." },
	},
	args: [0, 0],
	misuse: (_, values) => misuseOf(values),
	async run(call) {
		keepYoungSpaceSmall();
		const { values, terminal, report } = call;
		const ownership = await takeOwners(call);
		const ledger = await ledgerOf(ownership, {
			signal: terminal.signal,
			breathe: breather(),
			onBytes: (done, total) =>
				terminal.progress({ phase: "Adding up", done, total, unit: "bytes" }),
		});
		const { account } = ledger;
		for (const clash of account.clashes) report(clash);
		const list = LISTS.find(({ id }) => id === values.list);
		if (list?.comparesContents || values.compare) await compare(call, ledger);
		if (values.advice) {
			const all = await adviceOn(ledger, terminal.signal);
			await terminal.out(values.json ? `${toJson(all)}\n` : `${adviceText(all).join("\n")}\n`);
			return;
		}
		if (typeof values.need === "string") {
			await tellNeed(call, ledger, values.need);
			return;
		}
		if (values.histograms) {
			const all = histogramsOf(ledger);
			const text = values.json ? toJson(all) : histogramsText(all).join("\n");
			await terminal.out(`${text}\n`);
			return;
		}
		if (list) {
			const form = values.csv ? "csv" : values.json ? "json" : "text";
			await printList(ledger, list, String(values.filter ?? ""), form, terminal);
			return;
		}
		const grouped = groupedAs(ledger, values);
		if (grouped && values.csv) await printGroups(grouped, terminal);
		else {
			const inside = values.padding ? await lookInside(call, ledger) : undefined;
			const told = { ledger, grouped, inside };
			if (values.json) await printJson(call, told);
			else await terminal.out(`${textOf(told, values.by).join("\n")}\n`);
		}
	},
};

function misuseOf(values: Values): string | undefined {
	const { by, depth, list, filter, csv, json } = values;
	const [first, second] = MODES.filter((mode) => values[mode] !== undefined);
	if (second) return `--${second} goes without --${first}.`;
	if (by !== undefined && !WAYS.some((one) => one === by))
		return `--by expects one of ${WAYS.join(", ")}.`;
	if (list !== undefined && !LISTS.some(({ id }) => id === list))
		return `--list expects one of ${LISTS.map(({ id }) => id).join(", ")}.`;
	if (filter !== undefined && list === undefined) return "--filter expects --list.";
	if (values.compare && !values.advice) return "--compare expects --advice.";
	if (values.padding && first !== undefined && (first !== "by" || by !== "kind"))
		return `--padding goes without --${first}.`;
	if (csv && json) return "--csv goes without --json.";
	if (csv && list === undefined && (by === undefined || by === "kind"))
		return "--csv expects --list, or --by with something else than kind.";
	return depth !== undefined && by !== "path" ? "--depth expects --by path." : undefined;
}

/** What else than the sums can be told. */
const MODES = ["by", "list", "histograms", "need", "advice"] as const;

/** Bytes of the file with names. */
const MOST_NAMES = 16 << 20;

async function tellNeed({ terminal, values }: Call, ledger: Ledger, path: string): Promise<void> {
	const text = new TextDecoder().decode(await smallFile(path, MOST_NAMES));
	const pace = { signal: terminal.signal, breathe: breather() };
	const chosen = await atPace(chosenBy(ledger.tree, text.split("\n")), pace);
	const need = setNeedOf(ledger, chosen);
	await terminal.out(`${values.json ? toJson(need) : needText(need).join("\n")}\n`);
}

const lookInside = ({ terminal }: Call, ledger: Ledger): Promise<InsideUnits> =>
	insideUnits(ledger, { signal: terminal.signal, breathe: breather() }, (done, total) =>
		terminal.progress({ phase: "Looking into units", done, total, unit: "bytes" }),
	);

async function compare({ terminal, pool, note }: Call, ledger: Ledger): Promise<void> {
	ledger.duplicates = await duplicatesOf(ledger, digestsBy(pool()), (done, total) =>
		terminal.progress({ phase: "Comparing contents", done, total, unit: "bytes" }),
	);
	const { unread } = ledger.duplicates.found;
	const text = `${countText(unread)} files could not be compared: their contents cannot be read`;
	if (unread > 0) note({ path: new Uint8Array(), text, kind: "damage" });
}

function adviceText({ advice, recipe }: AllAdvice): string[] {
	const items = advice.flatMap(({ title, text, options, needs, ...rest }) => [
		`${title}${savesText(rest)}`,
		`  ${text}`,
		...(options ? [`  mkfs.erofs ${options}${needs ? `   (needs Linux ${needs})` : ""}`] : []),
		"",
	]);
	return [...items, "Made with features of:", `  mkfs.erofs ${recipe.join(" ")} IMAGE SOURCE`];
}

function savesText({ saves, estimated, between }: Pick<Advice, "saves" | "estimated" | "between">) {
	if (saves === undefined) return "";
	if (!estimated) return `: ${exactBytes(saves)} less`;
	const range = between ? `, ${between.map((bytes) => exactBytes(bytes)).join(" to ")}` : "";
	return `: about ${exactBytes(saves)} less (estimated${range})`;
}

interface Grouped {
	/** What is in the groups. */
	readonly of: Grouping["of"];
	readonly groups: readonly Group[];
}

/** Undefined when nobody asked for groups. */
function groupedAs(ledger: Ledger, { by, depth }: Values): Grouped | undefined {
	const grouping = GROUPINGS.find(({ id }) => id === by);
	if (!grouping) return undefined;
	const levels = depth === undefined ? 1 : wholeNumber("--depth", depth);
	return { of: grouping.of, groups: groupsBy(grouping, ledger, levels) };
}

/** Rows of all inodes that can be read and a name leads to. */
function* filesIn(inhabitants: Inhabitants): Generator<number, void, void> {
	const { count } = inhabitants.tree.inodes;
	for (let row = 0; row < count; row++) if (inhabitants.isReadable(row)) yield row;
}

/** What is told of the image as a whole. */
interface Told {
	readonly ledger: Ledger;
	readonly grouped: Grouped | undefined;
	readonly inside: InsideUnits | undefined;
}

async function printJson({ terminal, values }: Call, told: Told): Promise<void> {
	const { ledger, grouped, inside } = told;
	const { account } = ledger;
	const { inhabitants } = ledger.ownership;
	const [image, ...others] = account.spaces as [SpaceSums, ...SpaceSums[]];
	const sums = (space: SpaceSums) => ({
		by_kind: jsonSums(byKind(space)),
		sum: sumOf(space),
		padding: Object.fromEntries(space.padding.map(({ name, bytes }) => [name, bytes])),
	});
	const { total, ways, attributes } = contentsOf(ledger);
	const about = {
		file_size: image.size,
		...sums(image),
		...(inside ? { inside_units: inside } : {}),
		algorithms: Object.fromEntries(
			Array.from(account.units, ([id, unit]) => [algorithmLabel(id), unit]),
		),
		spaces: Object.fromEntries(others.map((one) => [one.id, { size: one.size, ...sums(one) }])),
		contents: {
			sum: total,
			ways: Object.fromEntries(ways.map(({ id, label, doc, ...rest }) => [id, rest])),
			shared_attributes: attributes,
		},
		left_out: leftOut(inhabitants),
		...(grouped ? { by: values.by, groups: grouped.groups.map(groupOf(grouped.of)) } : {}),
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

const groupOf =
	(of: Grouping["of"]) =>
	({ name, count, size, alone, shared }: Group) => ({
		name,
		[of]: count,
		size,
		exclusive: alone,
		shared,
	});

const pathOf = (inhabitants: Inhabitants, row: number): string =>
	showName(inhabitants.pathOf(row) ?? new Uint8Array());

const fileOf = (inhabitants: Inhabitants, { inodes }: Account, row: number) => ({
	nid: inhabitants.nid(row),
	path: pathOf(inhabitants, row),
	size: inhabitants.tree.inodes.size.unsigned(row),
	exclusive: inodes.alone[row],
	shared: inodes.shared[row],
});

function textOf({ ledger, grouped, inside }: Told, by: Values[string]): string[] {
	if (grouped) return groupsText(grouped);
	const { account, ownership } = ledger;
	const parts = [
		...account.spaces.map(spaceText),
		...(by === "kind" || account.units.size === 0 ? [] : [unitsText(account)]),
		...(inside ? [insideText(inside)] : []),
		...(by === "kind" ? [] : [contentsText(contentsOf(ledger))]),
	];
	const left = leftOut(ownership.inhabitants);
	if (left.length > 0) {
		parts.push([
			`Left out: claims of ${countText(left.length)} inodes that the image cannot hold.`,
			...left.map(({ nid, path, claim }) => `  inode ${nid}  ${path}  ${claim}`),
		]);
	}
	return parts.flatMap((lines, i) => (i > 0 ? ["", ...lines] : lines));
}
