/**
 * Annotated dumps of all fixtures, as people will see them: one text for each image, in
 * `golden/`. A change of behaviour shows as a diff of a readable text; `npx vitest -u` writes
 * them anew.
 *
 * Of many things alike the first are written out; what follows is one line with a checksum of
 * all that was left out, so that nothing can change unseen. `GOLDEN=all` writes it to the
 * console in full.
 */

import { expect, test } from "vitest";
import { crc32c } from "../base/crc32c";
import { failureInfo, findingOf } from "../base/errors";
import type { Finding } from "../base/finding";
import type { Range, SpaceId } from "../base/range";
import { fileSpace, IMAGE_SPACE } from "../base/space";
import { showName, utf8Bytes } from "../base/text";
import { fileSource } from "../erofs/data";
import { entryName } from "../erofs/directory";
import { inodesOf } from "../erofs/entry-inodes";
import { type Container, containerOf, type Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { extents, loadMap } from "../erofs/map/open";
import { FT } from "../erofs/structs/dirent";
import { isCompressed } from "../erofs/structs/inode";
import { walk } from "../erofs/walk";
import type { Annotation } from "../schema/annotate";
import { fixtures, hugeFixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { directoryStructures, fixedIn, fixedStructures, inodeStructures } from "./structures";

const ALL = process.env.GOLDEN === "all";
/** Items of a list written out, of those with the same name. */
const ITEMS = ALL ? Number.POSITIVE_INFINITY : 3;
/** Inodes written out, of those that look alike. */
const ALIKE = ALL ? Number.POSITIVE_INFINITY : 1;
/** Characters of a value. */
const LONG = ALL ? Number.POSITIVE_INFINITY : 100;

const hex = (n: number) => n.toString(16).padStart(4, "0");
const digest = (text: string) => crc32c(utf8Bytes(text)).toString(16).padStart(8, "0");
const short = (text: string) =>
	text.length > LONG ? `${text.slice(0, LONG)} … ${digest(text)}` : text;

const isLeaf = ({ children }: Annotation) => !children?.length;

/** Value and target of a node, behind its name; of a packed entry also its bits. */
function said({ value, target, part, bits = [] }: Annotation): string {
	const groups = bits.map(({ label, text }) => `${label} ${text}`);
	const packed = part ? ` [${part.count} bits from ${part.from}: ${groups.join(", ")}]` : "";
	const to = target ? ` -> ${target.label} @${target.span.space}:${hex(target.span.start)}` : "";
	return (value === undefined ? "" : ` ${short(value)}`) + packed + to;
}

/** A structure is one line with all its fields; structures inside it follow, indented. */
function dump(node: Annotation, depth = 0): string[] {
	const children = node.children ?? [];
	const fields = children.filter((c) => isLeaf(c) && c.label === undefined);
	const inside = children.filter((c) => !fields.includes(c));
	const label = node.label === undefined ? "" : ` “${node.label}”`;
	const texts = fields.map((f) => `${f.key}${placed(f, node)}${said(f)}`);
	const line = `${"  ".repeat(depth)}${hex(node.start)}-${hex(node.end)} ${node.key}${label}${said(node)}`;
	const more = node.more ? [`${"  ".repeat(depth + 1)}… ${node.more} not told`] : [];
	const head = texts.length ? `${line}: ${texts.join("; ")}` : line;
	return [head, ...list(inside, depth + 1), ...more];
}

/** Byte of the field inside its structure, hexadecimal. */
const placed = (field: Annotation, node: Annotation): string =>
	`+${(field.start - node.start).toString(16)}`;

function list(nodes: readonly Annotation[], depth: number): string[] {
	const lines: string[] = [];
	for (let i = 0; i < nodes.length; ) {
		let end = i + 1;
		while (nodes[end]?.key === nodes[i]?.key) end++;
		const run = nodes.slice(i, end).map((node) => dump(node, depth));
		lines.push(...run.slice(0, ITEMS).flat());
		const rest = run.slice(ITEMS);
		if (rest.length > 0) lines.push(`${"  ".repeat(depth)}… ${rest.length} more ${sum(rest)}`);
		i = end;
	}
	return lines;
}

const sum = (dumps: readonly (readonly string[])[]): string => digest(dumps.flat().join("\n"));

interface Described {
	readonly title: string;
	readonly lines: readonly string[];
	/** What it shares with those that look alike. */
	readonly shape: string;
}

async function describeInode(image: Image, inode: Inode, path: string): Promise<Described> {
	const nodes = await inodeStructures(image, inode);
	const blocks = inode.type === FT.DIR ? await directoryBlocks(image, inode) : [];
	const shape = [...nodes, ...blocks.flatMap((b) => b.nodes)].map(({ key }) => key);
	const lines = list(nodes, 0);
	for (const { space, nodes } of blocks) lines.push(`in ${space}:`, ...list(nodes, 1));
	return {
		title: `${path} (${inode.home.space})`,
		lines,
		shape: [inode.layout, inode.type, inode.home.space, ...new Set(shape)].join(),
	};
}

/** Blocks outside of the inode: where they are stored, or in the directory's decoded data. */
async function directoryBlocks(image: Image, inode: Inode) {
	const found = new Map<SpaceId, Annotation[]>();
	const add = async (home: Container | undefined, run: Range) => {
		if (!home) return;
		const nodes = await directoryStructures(image, inode, home, run, run);
		found.set(home.space, [...(found.get(home.space) ?? []), ...nodes]);
	};
	try {
		if (isCompressed(inode.layout)) {
			const space = fileSpace(inode.nid);
			const source = await fileSource(image, inode, space);
			await add({ space, source }, { start: 0, end: inode.size });
		} else {
			const map = await loadMap(image, inode);
			for await (const { kind, at } of extents(map, 0, inode.size))
				if (at && kind === "data") await add(containerOf(image, at.space), at);
		}
	} catch (error) {
		const finding = findingOf(error);
		if (!finding) throw error;
		return [{ space: `unreadable (${finding.code})`, nodes: [] }];
	}
	return [...found].map(([space, nodes]) => ({ space, nodes }));
}

async function describeInodes(image: Image): Promise<Described[]> {
	const all: Described[] = [];
	const seen = new Set<bigint>();
	const add = async (inode: Inode | undefined, path: string) => {
		if (!inode || seen.has(inode.nid)) return;
		seen.add(inode.nid);
		all.push(await describeInode(image, inode, path));
	};
	const hidden = [
		[image.metaboxNid, "metabox"],
		[image.packedNid, "packed inode"],
		[image.facts.rootNid, "/"],
	] as const;
	for (const [nid, path] of hidden) {
		if (nid !== undefined) await add(await readable(image, nid), path);
	}
	const { rootNid } = image.facts;
	const root = { nid: rootNid, path: Uint8Array.of(0x2f), parent: rootNid };
	for await (const visit of walk(image, root)) {
		const { path, entries, rows } = visit;
		const inodes = await inodesOf(image, visit);
		const folder = path.length > 1 ? showName(path) : "";
		for (const [row, i] of rows.entries()) {
			await add(inodes[row], `${folder}/${showName(entryName(entries, i))}`);
		}
	}
	return all;
}

async function readable(image: Image, nid: bigint): Promise<Inode | undefined> {
	try {
		return await readInode(image, nid);
	} catch (error) {
		if (!findingOf(error)) throw error;
		return undefined;
	}
}

function inodeLines(all: readonly Described[]): string[] {
	const shapes = new Map<string, Described[]>();
	for (const each of all) shapes.set(each.shape, [...(shapes.get(each.shape) ?? []), each]);
	return [...shapes.values()].flatMap((alike) => {
		const shown = alike.slice(0, ALIKE);
		const rest = alike.slice(ALIKE).map(({ title, lines }) => [title, ...lines]);
		const lines = shown.flatMap(({ title, lines }) => ["", title, ...lines]);
		return rest.length > 0 ? [...lines, `… ${rest.length} more alike ${sum(rest)}`] : lines;
	});
}

const findingLine = ({ severity, code, structure, field, at, text }: Finding) =>
	`${severity} ${code} ${structure}${field ? `.${field}` : ""} @${at.space}:${hex(at.start)}-${hex(at.end)}: ${text}`;

/** The table of long prefixes, where it lies in a hidden inode. */
async function prefixLines(image: Image): Promise<string[]> {
	const { prefixSpace } = image.facts;
	const home = containerOf(image, prefixSpace);
	if (!home || prefixSpace === IMAGE_SPACE || image.prefixes.length === 0) return [];
	return [`in ${prefixSpace}:`, ...list(await fixedIn(image, home, undefined), 1)];
}

async function dumpImage(fixture: TestImage): Promise<string> {
	const lines: string[] = [];
	try {
		const image = await openTestImage(fixture);
		lines.push(...list(await fixedStructures(image), 0));
		lines.push(...(await prefixLines(image)));
		lines.push(...inodeLines(await describeInodes(image)));
		lines.push("", ...image.findings.map(findingLine));
	} catch (error) {
		const { kind, code, message } = failureInfo(error);
		if (kind === "bug") throw error;
		lines.push(`${kind} ${code}: ${message}`);
	}
	return `${lines.join("\n").trimEnd()}\n`;
}

test.each([
	...fixtures.good.map((image) => ({ image, name: image.name })),
	...hugeFixtures.map((image) => ({ image, name: `huge-${image.name}` })),
	...fixtures.bad.map((image) => ({ image, name: `bad-${image.name}` })),
])("annotated dump of $name", async ({ image, name }) => {
	const text = await dumpImage(image);
	if (ALL) console.warn(text);
	else await expect(text).toMatchFileSnapshot(`./golden/${name}.txt`);
});
