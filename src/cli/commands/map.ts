import { toJson } from "../../base/json";
import type { Range, SpaceId } from "../../base/range";
import { IMAGE_SPACE, isFile } from "../../base/space";
import { nameBytes } from "../../base/text";
import { countText, exactBytes } from "../../base/words";
import type { Home } from "../../containers/near";
import { fileName, outside } from "../../containers/outside";
import { KINDS } from "../../erofs/layout/kinds";
import type { Extent } from "../../erofs/map/extent";
import { algorithmLabel } from "../../erofs/structs/features";
import { clashFindings } from "../../ownership/clashes";
import { type Explanation, explain, stepName, waysOf } from "../../ownership/explain";
import { type MapLine, MapLines } from "../../ownership/lines";
import type { Ownership } from "../../ownership/ownership";
import type { SpaceOwners } from "../../ownership/space-owners";
import type { Step } from "../../schema/stepper";
import { placeText } from "../../schema/sum";
import type { Walk } from "../../walks/step";
import { walkToAttribute, walkToByte, walkToContents, walkToPath } from "../../walks/walk";
import { wholeNumber } from "../arguments";
import { breather } from "../breathe";
import { type Call, type Command, UsageError, type Values } from "../command";
import { jsonLine } from "../json-kinds";
import { Lines } from "../lines";
import { takeOwners } from "../owners";
import { printWay } from "../ways";

export const map: Command = {
	name: "map",
	synopsis:
		"IMAGE [--space S] [--at OFFSET [--why] | --path P [--byte N | --xattr NAME] --why] [--json]",
	summary: "Tell who owns each byte, and how to get there.",
	about:
		"Lists which structure of which inode each byte belongs to, of the image, of each extra device, and of the decoded contents of the metabox, the packed inode and compressed directories: in order, without gaps or overlap, from the first byte of each to its last. With --at it explains one byte. With --why it tells the way to that byte, or to what a path leads to, a byte of its contents or an attribute of it, from the superblock on: each step with the bytes that are read, and the sum that leads to the next place. Where the image is damaged, the way ends at the wrong byte; where there is no such name, it says where that would stand. Ends of ranges are exclusive.",
	options: {
		space: {
			type: "string",
			value: "S",
			doc: "Only this space: image, device:N, metabox, packed, file:NID.",
		},
		at: {
			type: "string",
			value: "OFFSET",
			doc: "Explain the byte at OFFSET, decimal or hexadecimal with 0x; of the image, unless --space names another.",
		},
		why: {
			type: "boolean",
			doc: "With --at or --path: tell the way there, step by step.",
		},
		path: {
			type: "string",
			value: "P",
			doc: "With --why: what is looked up, name by name; links are not followed.",
		},
		byte: {
			type: "string",
			value: "N",
			doc: "With --path: byte N of the contents, counted from 0.",
		},
		xattr: {
			type: "string",
			value: "NAME",
			doc: "With --path: the attribute of that name, as user.colour.",
		},
		json: { type: "boolean", doc: "As JSON, one object a line; 64-bit numbers are text." },
	},
	args: [0, 0],
	misuse: (_, values) => misuseOf(values),
	async run(call) {
		const { values, terminal } = call;
		const { at, space, path } = values;
		if (typeof path === "string") {
			await printWay(call, await wayAlong(call, path));
			return;
		}
		const owners = await takeOwners(call);
		if (values.why) {
			await printWay(call, await wayToByte(call, owners));
			return;
		}
		const lines = new Lines(terminal);
		if (typeof at === "string") await printByte(call, owners, at, lines);
		else {
			const wanted = typeof space === "string" ? [space] : owners.spaces();
			for (const id of wanted)
				await printSpace(call, owners, await spaceOf(owners, id, call), lines);
		}
		await lines.flush();
	},
};

/** Combinations that make no sense, in words. */
function misuseOf({ at, space, why, path, byte, xattr }: Values): string | undefined {
	if (path === undefined && (byte ?? xattr) !== undefined)
		return "--byte and --xattr expect --path.";
	if (byte !== undefined && xattr !== undefined) return "Either --byte or --xattr is expected.";
	if (path !== undefined && !why) return "--path expects --why.";
	if (path !== undefined && (at ?? space) !== undefined)
		return "Either --at or --path is expected.";
	return why && path === undefined && at === undefined
		? "--why expects --at or --path."
		: undefined;
}

function wayAlong({ image, values, terminal, report }: Call, path: string): Promise<Walk> {
	const { byte, xattr } = values;
	const names = nameBytes(path);
	const options = { report, signal: terminal.signal };
	if (typeof xattr === "string") return walkToAttribute(image, names, nameBytes(xattr), options);
	return byte === undefined
		? walkToPath(image, names, options)
		: walkToContents(image, names, wholeNumber("--byte", byte), options);
}

async function wayToByte(call: Call, owners: Ownership): Promise<Walk> {
	const { image, values, terminal, report } = call;
	const { signal } = terminal;
	const id = typeof values.space === "string" ? values.space : IMAGE_SPACE;
	const offset = wholeNumber("--at", values.at);
	if (!isFile(id)) mustHold(await spaceOf(owners, id, call), offset);
	return walkToByte(image, owners, id, offset, { report, signal });
}

function mustHold({ shape: { id, size } }: SpaceOwners, offset: number): void {
	if (offset >= size) throw new UsageError(`--at: ${id} has ${exactBytes(size)}.`);
}

async function spaceOf(owners: Ownership, id: SpaceId, { terminal }: Call): Promise<SpaceOwners> {
	const space = await owners.space(id, terminal);
	if (space) return space;
	const some = [...owners.spaces()].filter((known) => !isFile(known));
	throw new UsageError(
		`There is no space “${id}” here. There are ${some.join(", ")}, and file:NID for directories that are compressed.`,
	);
}

/** All bytes of a space. */
async function printSpace(
	{ values, terminal, report }: Call,
	{ inhabitants }: Ownership,
	space: SpaceOwners,
	lines: Lines,
): Promise<void> {
	const { signal, progress } = terminal;
	const pace = { signal, breathe: breather() };
	const { id, size } = space.shape;
	const maker = new MapLines(inhabitants);
	const print = values.json ? (line: MapLine) => toJson(jsonLine(line)) : tableRow(size);
	if (!values.json) await lines.add(`${id}: ${exactBytes(size)}`);
	for await (const piece of space.pieces({ start: 0, end: size }, pace)) {
		const full = lines.add(print(maker.lineOf(id, piece)));
		if (full) await full;
		progress({ phase: `Writing ${id}`, done: piece.end, total: size, unit: "bytes" });
	}
	for (const finding of clashFindings(space, inhabitants)) report(finding);
}

const LONGEST_KIND = Math.max(...KINDS.map(({ length }) => length));
/** Inodes named where several share bytes. */
const MOST_NAMED = 3;

/** A line for people: range, bytes, kind, whose. Columns are as wide as the space makes them. */
function tableRow(size: number): (line: MapLine) => string {
	const digits = String(size).length;
	const countWidth = countText(size).length;
	return (line) => {
		const range = `${String(line.start).padStart(digits)}..${String(line.end).padEnd(digits)}`;
		const bytes = countText(line.end - line.start).padStart(countWidth);
		const row = `  ${range}  ${bytes}  ${line.kind.padEnd(LONGEST_KIND)}  ${ownerText(line)}`;
		return row.trimEnd();
	};
}

function ownerText({ nid, path, nids, detail }: MapLine): string {
	const why = detail?.kind ? `would be ${detail.kind}` : (detail?.why ?? "");
	const owner = path ?? (nid === undefined ? inodesText(nids ?? []) : `inode ${nid}`);
	return owner && why ? `${owner} (${why})` : owner || why;
}

function inodesText(nids: readonly bigint[]): string {
	if (nids.length === 0) return "";
	const named = nids.slice(0, MOST_NAMED).join(", ");
	const more = nids.length - MOST_NAMED;
	return `inodes ${named}${more > 0 ? ` and ${countText(more)} more` : ""}`;
}

async function printByte(call: Call, owners: Ownership, text: string, lines: Lines): Promise<void> {
	const { values, terminal } = call;
	const id = typeof values.space === "string" ? values.space : IMAGE_SPACE;
	const space = await spaceOf(owners, id, call);
	const offset = wholeNumber("--at", text);
	mustHold(space, offset);
	const { inhabitants } = owners;
	const found = await explain(space, offset, terminal.signal);
	const line = new MapLines(inhabitants).lineOf(id, found.piece);
	const around = aroundOf(id, call.homes.get(id), offset);
	if (values.json)
		await lines.add(
			toJson({ offset, ...jsonLine(line), ...dataOf(found), ...(around.length ? { around } : {}) }),
		);
	else {
		for (const row of byteRows(offset, line, found)) await lines.add(row);
		for (const one of around) await lines.add(aroundText(one));
	}
}

/** Without what only pages need. */
const dataOf = ({ steps, extent }: Explanation) => ({
	steps: steps.map(({ kind: _, ...step }) => step),
	...(extent ? { extent } : {}),
});

function* byteRows(
	offset: number,
	line: MapLine,
	{ steps, extent }: Explanation,
): Generator<string> {
	const isSomebodys = line.nid !== undefined || line.nids !== undefined;
	const about = ownerText(line);
	const owner = isSomebodys ? ` of ${about}` : "";
	yield `${line.space}:${offset} is ${line.kind}${owner}, ${rangeText(line)}`;
	if (about && !isSomebodys) yield `    ${about}`;
	for (const path of pathsOf(line, steps)) yield path;
	for (const step of steps) yield* stepRows(step);
	if (extent) yield extentText(extent, offset);
}

/** From the inode to the innermost step, a line for each of those that share the byte. */
function pathsOf({ nid, path }: MapLine, steps: readonly Step[]): string[] {
	const outer = nid === undefined ? [] : [`inode ${path ?? nid}`];
	return waysOf(steps).map((way) => [...outer, ...way].join(" · "));
}

interface Around extends Range {
	readonly file: string;
	/** Set where all of these have to be unpacked. */
	readonly isPacked?: true;
}

/** Where a byte of the image or of a device lies; nothing where the file that was given is the image. */
function aroundOf(space: SpaceId, home: Home | undefined, offset: number): Around[] {
	if (!home || (space === IMAGE_SPACE && !home.parents)) return [];
	return [...outside(home, { start: offset, end: offset + 1 })].map(({ file, at, isPacked }) => ({
		...{ file: fileName(file), start: at.start, end: at.end },
		...(isPacked ? { isPacked } : {}),
	}));
}

const aroundText = ({ file, start, end, isPacked }: Around): string =>
	isPacked ? `    unpacked from bytes ${start}..${end} of ${file}` : `    byte ${start} of ${file}`;

const rangeText = ({ start, end }: Range): string => `bytes ${start}..${end}`;

function* stepRows(step: Step): Generator<string> {
	const { value, doc, sum, bits, target, start } = step;
	yield "";
	yield `${stepName(step)}${value === undefined ? "" : ` = ${value}`}, ${rangeText(step)}`;
	if (doc) yield `    ${doc}`;
	if (sum) yield `    at: ${placeText(sum)}`;
	if (bits) yield `    at: ${bitsText(bits)} of byte ${start} on`;
	if (target) {
		const { space, start, end } = target.span;
		yield `    points at: ${target.label}, ${space}:${start}..${end}`;
	}
}

const bitsText = ([first, last]: readonly [number, number]): string =>
	first === last ? `bit ${first}` : `bits ${first} to ${last}`;

function extentText({ start, end, at, algorithm }: Extent, offset: number): string {
	const from = offset - (at?.start ?? 0);
	if (algorithm === undefined) return `    byte ${start + from} of the file`;
	const length = (at?.end ?? 0) - (at?.start ?? 0);
	return `    byte ${from} of ${countText(length)} stored, ${algorithmLabel(algorithm)}: bytes ${start}..${end} of the file`;
}
