import { Failure, findingOf } from "../../base/errors";
import type { Exact } from "../../base/exact";
import type { Finding } from "../../base/finding";
import { toJson } from "../../base/json";
import { showName, showStart } from "../../base/text";
import { exactBytes, modeText, octalMode, timeText } from "../../base/words";
import { missingDevices } from "../../erofs/devices";
import { isNowhere, readInode } from "../../erofs/inode";
import { algorithmLabel } from "../../erofs/structs/features";
import { base64 } from "../../export/base64";
import { findPlace } from "../../export/place";
import { type ExtentPage, extentPage } from "../../inspect/extent-rows";
import { type InodeDetail, inodeDetail } from "../../inspect/inode-detail";
import { EXTENT_KINDS, NO_ALGORITHM, TYPE_NAMES } from "../../inspect/names";
import { type Call, type ImageCommand, UsageError } from "../command";
import { Lines } from "../lines";
import { missingNote } from "../missing";
import { table } from "../table";

/** One run of file bytes, as data. */
interface ExtentData {
	readonly start: number;
	readonly end: Exact;
	readonly kind: string;
	readonly algorithm?: string;
	readonly at?: { readonly space: string; readonly start: number; readonly end: number };
	readonly partial?: true;
}

/** What is shown: an inode, under the path it was found by. */
interface Subject {
	readonly path: Uint8Array | undefined;
	readonly detail: InodeDetail;
}

export const stat: ImageCommand = {
	name: "stat",
	synopsis: "IMAGE PATH | --nid N [--json]",
	summary: "Show an inode: attributes, extended attributes, extents.",
	about:
		"Shows the inode at PATH, or with the number given by --nid: where it lies, its attributes and extended attributes, and the extents of its contents with the bytes that store them. Ends of ranges are exclusive. Symlinks are not followed.",
	options: {
		nid: { type: "string", value: "N", doc: "Number of the inode, decimal, instead of PATH." },
		json: { type: "boolean", doc: "As one JSON object; 64-bit numbers are text." },
	},
	args: [0, 1],
	misuse: ([path], { nid }) =>
		(path === undefined) === (nid === undefined) ? "Either PATH or --nid is expected." : undefined,
	async run(call) {
		const { values, terminal, report } = call;
		const { nid, path } = await subjectOf(call);
		const detail = await detailOf(call, nid);
		for (const finding of detail.findings) report(finding);
		if (!detail.readable) tellUnread(call, detail.findings, detail.whyNot);
		const lines = new Lines(terminal);
		const print = values.json ? printJson : printText;
		await print({ path, detail }, extentsOf(call, detail), lines);
		await lines.flush();
	},
};

async function subjectOf({
	image,
	args: [text],
	values: { nid },
	terminal,
}: Call): Promise<{ nid: bigint; path: Uint8Array | undefined }> {
	if (text !== undefined) return findPlace(image, text, terminal.signal);
	if (typeof nid === "string" && /^\d{1,20}$/.test(nid) && BigInt(nid) < 1n << 64n) {
		return { nid: BigInt(nid), path: undefined };
	}
	throw new UsageError(`--nid expects a number of up to 64 bits, not “${nid}”.`);
}

/** A number that was typed is no pointer of the image, so that one beyond its end is no damage. */
async function detailOf({ image, values, terminal }: Call, nid: bigint): Promise<InodeDetail> {
	try {
		return await inodeDetail(image, nid, terminal.signal);
	} catch (error) {
		const found = findingOf(error);
		if (values.nid === undefined || !found || !isNowhere(found, nid)) throw error;
		const message = `The image has no inode ${nid}, since it ends before that place.`;
		throw new Failure({ kind: "io", code: "no-such-inode", message });
	}
}

const PAGE = 4096;

/** Runs of extents; a damaged map ends them, with a finding. */
async function* extentsOf(
	call: Call,
	{ nid, readable, size }: InodeDetail,
): AsyncGenerator<ExtentData, void, void> {
	if (!readable || size === 0) return;
	const { image, terminal, report } = call;
	const { signal } = terminal;
	const inode = await readInode(image, nid, undefined, signal);
	if (!inode.context.hasData) return;
	for (let from: number | undefined = 0; from !== undefined; ) {
		const page: ExtentPage = await extentPage(image, inode, from, PAGE, signal);
		for (const finding of page.findings) report(finding);
		if (page.stopped) tellUnread(call, page.findings, page.stopped);
		yield* extentData(page);
		from = page.next;
	}
}

/** What is not damage keeps contents from being read all the same: the answer is incomplete. */
function tellUnread({ image, note }: Call, findings: readonly Finding[], message = ""): void {
	if (findings.length > 0) return;
	const device = missingDevices(image).find((failure) => failure.message === message);
	note(device ? missingNote(device) : { path: new Uint8Array(), text: message, kind: "missing" });
}

function* extentData({ extents, spaces, beyond }: ExtentPage): Generator<ExtentData, void, void> {
	const isLast = (i: number) => i === extents.count - 1;
	for (let i = 0; i < extents.count; i++) {
		const start = extents.start[i] as number;
		const at = extents.at[i] as number;
		const algorithm = extents.algorithm[i] as number;
		yield {
			start,
			end: (isLast(i) ? beyond : undefined) ?? start + (extents.length[i] as number),
			kind: EXTENT_KINDS[extents.kind[i] as number] as string,
			...(algorithm === NO_ALGORITHM ? {} : { algorithm: algorithmLabel(algorithm) }),
			...(Number.isNaN(at)
				? {}
				: {
						at: {
							space: spaces[extents.space[i] as number] as string,
							start: at,
							end: at + (extents.size[i] as number),
						},
					}),
			...(extents.partial[i] ? { partial: true as const } : {}),
		};
	}
}

async function printText(
	{ path, detail }: Subject,
	extents: AsyncIterable<ExtentData>,
	lines: Lines,
): Promise<void> {
	for (const line of table(facts(path, detail))) await lines.add(line);
	if (detail.xattrs.length) {
		await lines.add("Extended attributes:");
		for (const { name, text } of detail.xattrs) await lines.add(`  ${name} = ${text}`);
	}
	let any = false;
	for await (const { start, end, kind, algorithm, at, partial } of extents) {
		if (!any) await lines.add("Extents:");
		any = true;
		const what = [kind, algorithm, partial && "(first part)"].filter(Boolean).join(" ");
		const where = at ? ` ${at.space}:${at.start}..${at.end}` : "";
		await lines.add(`  ${start}..${end} ${what}${where}`);
	}
	if (!detail.readable) await lines.add(`Contents cannot be read: ${detail.whyNot}`);
}

function facts(path: Uint8Array | undefined, d: InodeDetail): string[][] {
	const rows = [
		["Inode:", `${d.nid}, ${d.version}, ${d.at.space}:${d.at.start}..${d.at.end}`],
		["Type:", TYPE_NAMES[d.type] ?? "unknown"],
		["Mode:", `${octalMode(d.mode)} (${modeText(d.mode)})`],
		["Owner:", `${d.uid}:${d.gid}`],
		["Links:", String(d.nlink)],
		["Size:", exactBytes(d.i_size)],
		["On disk:", `${d.stored === undefined ? "unknown" : exactBytes(d.stored)}, ${d.layout}`],
		["Changed:", timeText(d.mtime, d.mtimeNsec)],
	];
	if (path) rows.unshift(["Path:", showName(path)]);
	if (d.algorithms.length) rows.push(["Algorithms:", d.algorithms.join(", ")]);
	if (d.rdev) rows.push(["Device:", `${d.rdev.major}, ${d.rdev.minor}`]);
	if (d.object) rows.push(["Object:", d.object]);
	if (d.target) rows.push(["Target:", showStart(d.target)]);
	return rows;
}

async function printJson(
	{ path, detail: d }: Subject,
	extents: AsyncIterable<ExtentData>,
	lines: Lines,
): Promise<void> {
	const list: ExtentData[] = [];
	for await (const extent of extents) list.push(extent);
	const data = {
		...(path ? { path: showName(path) } : {}),
		nid: d.nid,
		type: TYPE_NAMES[d.type],
		mode: octalMode(d.mode),
		uid: d.uid,
		gid: d.gid,
		nlink: d.nlink,
		size: d.i_size,
		stored: d.stored ?? null,
		mtime: [d.mtime, d.mtimeNsec],
		...(d.rdev ? { rdev: [d.rdev.major, d.rdev.minor] } : {}),
		...(d.target ? { target: showName(d.target) } : {}),
		...(d.object ? { object: d.object } : {}),
		version: d.version,
		layout: d.layout,
		at: d.at,
		xattrs: d.xattrs.map(({ name, value, text, where, at }) => ({
			name,
			value: base64(value),
			text,
			where,
			at,
		})),
		extents: list,
		...(d.readable ? {} : { unreadable: d.whyNot }),
		findings: d.findings,
	};
	await lines.add(toJson(data, 2));
}
