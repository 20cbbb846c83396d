/**
 * Places in wrappers: the file that was opened, its parts, their parts. Each has a chain, the way
 * to it: for every wrapper its word, and the name of the part where it can hold several, as in
 * `sparse/super/system_a`.
 */
import { Failure, isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import type { Range } from "../base/range";
import type { ByteSource } from "../base/source";
import { outerSpace, partSpace } from "../base/space";
import { countText } from "../base/words";
import { folder, NO_BYTES } from "./folder";
import { lastOf, type Near, Nearby, type Place, packedIn } from "./near";
import { type Pieces, parentsIn, piecesSource } from "./pieces";
import { inFile } from "./reading";
import { EROFS, type Looking, type Nature, natureOf, recognise } from "./recognise";
import { beginning, type FileInImage, type Tools, unitOf } from "./unpack";
import {
	type Bytes,
	type Contents,
	isNear,
	isPacked,
	type Part,
	PROBE_HEAD,
	type Wrapper,
} from "./wrapper";

/** Wrappers in wrappers that are looked into. */
const MOST_DEPTH = 10;

export const outerPlace = (source: ByteSource, others: readonly ByteSource[] = []): Place => ({
	chain: "",
	space: outerSpace(),
	source,
	others: others.map((other, i) => ({ space: outerSpace(i + 1), source: other })),
	near: new Nearby(
		others.map((other, i) => nearFile(other.label, other.size, i + 1, async () => other)),
	),
	offset: 0,
	depth: 0,
});

/** A file of a folder, by its path in it. */
export interface FolderFile {
	readonly path: string;
	readonly size: number;
	/** @throws Failure */
	open(): Promise<ByteSource>;
}

export const folderPlace = (label: string, files: readonly FolderFile[]): Place => ({
	chain: "",
	space: outerSpace(),
	source: { ...NO_BYTES, label },
	others: [],
	near: new Nearby(files.map(({ path, size, open }, i) => nearFile(path, size, i + 1, open))),
	isFolder: true,
	depth: 0,
});

/** @param id of its space, counted as other files are */
function nearFile(name: string, size: number, id: number, open: () => Promise<ByteSource>): Near {
	const chain = `folder/${name}`;
	const place = async (): Promise<Place> => ({
		...{ chain, space: outerSpace(id), source: await open(), others: [], depth: 1 },
		near: new Nearby(),
	});
	return { name, chain, size, open: place };
}

export async function natureAt(place: Place, looking: Looking = {}): Promise<Nature> {
	if (place.isFolder) return { kind: folder.id, what: folder.name, wrapper: folder };
	return recognise(place.source, { ...looking, isOuter: place.depth === 0 });
}

/** @throws Failure when nothing can be said about its parts */
export const openWrapper = (
	wrapper: Wrapper,
	place: Place,
	tools: Tools,
	left: DisksLeft = { count: MOST_DISKS },
): Promise<Contents> =>
	wrapper.open({
		...{ ...place, ...tools, name: nameOf(place) },
		disk: (file) => diskIn(file, place, tools, left),
	});

/** Disks that one may still lead to: each may name many, and they each other. */
interface DisksLeft {
	count: number;
}
/** A disk of 2 TiB in extents of 2 GiB has as many. */
const MOST_DISKS = 1024;

const nameOf = ({ chain, source }: Place): string => lastOf(chain || source.label);

/** What is in a file near `from`: of disk images, which may lie over others, the disk. @throws Failure */
async function diskIn(file: Near, from: Place, tools: Tools, left: DisksLeft): Promise<Place> {
	const depth = from.depth + 1;
	if (depth > MOST_DEPTH || left.count-- <= 0) throw tooDeep(file.chain);
	const place = { ...(await file.open(tools)), others: [], near: from.near, depth };
	const { wrapper } = await natureAt(place, tools);
	if (!wrapper?.isDisk) return place;
	const contents = await openWrapper(wrapper, place, tools, left);
	const [disk] = contents.parts;
	return disk ? openPart(opened(place, wrapper, contents), disk, tools) : place;
}

/** A wrapper that is open. */
interface Opened {
	readonly place: Place;
	readonly wrapper: Wrapper;
	readonly near: Nearby;
}

function opened(place: Place, wrapper: Wrapper, { parts }: Contents): Opened {
	const near: Near[] = [];
	const self = { place, wrapper, near: new Nearby(near, place.near) };
	for (const part of parts) {
		const { name, size, isDevice } = part;
		near.push({
			...{ name, size, chain: chainTo(self, part), open: (t: Tools) => openPart(self, part, t) },
			...(isDevice ? { isDevice } : {}),
		});
	}
	return self;
}

/** What is in a place that is a wrapper; undefined when it is none. @throws Failure */
export async function inside(place: Place, tools: Tools): Promise<Inside | undefined> {
	const { kind, wrapper } = await natureAt(place, { ...tools, tail: true });
	if (!wrapper) return undefined;
	const contents = await openWrapper(wrapper, place, tools);
	const findings = contents.readings.flatMap((reading) => reading.findings);
	return { kind, parts: opened(place, wrapper, contents).near, findings };
}

export interface Inside {
	/** Id of the wrapper. */
	readonly kind: string;
	readonly parts: Nearby;
	readonly findings: readonly Finding[];
}

const chainTo = ({ place, wrapper }: Opened, { name }: Part): string =>
	[place.chain, wrapper.id, name].filter(Boolean).join("/");

const bytesOf = async ({ bytes }: Part): Promise<Bytes> =>
	typeof bytes === "function" ? bytes() : bytes;

/** A part as a place of its own; what is packed is unpacked. @throws Failure */
async function openPart(from: Opened, part: Part, tools: Tools): Promise<Place> {
	const { place, near } = from;
	const chain = chainTo(from, part);
	const bytes = await bytesOf(part);
	const depth = place.depth + 1;
	const name = part.isMain ? place.name : part.name || place.name;
	const common = {
		...{ chain, space: partSpace(chain), others: [], near, around: place, depth },
		...(name ? { name } : {}),
	};
	if (isNear(bytes)) {
		if (depth > MOST_DEPTH) throw tooDeep(chain);
		const there = await bytes.open(tools);
		return { ...there, ...common };
	}
	if (isPacked(bytes)) {
		const source = await tools.unpacker.whole(bytes, place.source, chain, tools);
		return { ...common, source, parents: packedIn(place, bytes) };
	}
	const label = `${place.source.label}, ${chain}`;
	const given = [place, ...place.others];
	const source = piecesSource(bytes, given, label, (packed, size, signal) =>
		unitOf(tools.unpacker.stream(packed, place.source, signal), size, label, packed.hasSlack),
	);
	const parents = (range: Range) => parentsIn(bytes, given, range);
	return { ...common, source, parents, ...offsetOf(place, bytes) };
}

const tooDeep = (where: string): Failure => noPart(`${where} lies in too many wrappers.`);

function offsetOf(place: Place, { list }: Pieces): Pick<Place, "offset"> {
	const [only, more] = list;
	if (place.offset === undefined || only?.kind !== "copy" || only.of !== 0 || more) return {};
	return { offset: place.offset + only.at };
}

/** A line of the list of all that is in a file. */
export interface Entry {
	readonly chain: string;
	/** As its wrapper calls it; empty where that can hold only one. */
	readonly name: string;
	/** `erofs`, the id of a wrapper, or a word for something else. */
	readonly kind: string;
	/** In words that continue “It is …”. */
	readonly what?: string;
	/** Bytes, where known without unpacking. */
	readonly size?: number;
	/** Byte of the opened file at which it begins, where it lies there in one piece. */
	readonly offset?: number;
	readonly detail?: string;
	/** Wrappers around it. */
	readonly depth: number;
	/** Why it cannot be read. */
	readonly trouble?: string;
}

export interface Listing extends Tools {
	/** Told of what is wrong with the wrappers. */
	report(finding: Finding): void;
	/** Also look behind images, for what signs them. */
	readonly tails: boolean;
	/** Entries told at most. */
	readonly most: number;
}

/**
 * Everything in `place`, itself first, parts behind what holds them.
 * @throws Failure when its bytes cannot be had; damage inside is told in the entries
 */
export async function* entriesOf(
	place: Place,
	listing: Listing,
): AsyncGenerator<Entry, void, void> {
	const nature = await natureAt(place, { signal: listing.signal, tail: listing.tails });
	const { size } = place.source;
	const { chain, depth, offset } = place;
	const own = { chain, name: "", size, depth, ...(offset === undefined ? {} : { offset }) };
	const left: Left = { count: listing.most, told: new Set() };
	yield* told(place, nature, { ...own, ...kindOf(nature) }, listing, left);
}

/** What is still to be listed. */
interface Left {
	count: number;
	/** Chains of files that were listed as what another file says they are. */
	readonly told: Set<string>;
}

const kindOf = ({ kind, what }: Nature) => ({ kind, ...(what === undefined ? {} : { what }) });

/** An entry, and the parts of what it stands for. */
async function* told(
	place: Place,
	{ wrapper }: Nature,
	entry: Entry,
	listing: Listing,
	left: Left,
): AsyncGenerator<Entry, void, void> {
	if (!wrapper || place.depth >= MOST_DEPTH) {
		left.count--;
		yield entry;
		return;
	}
	let contents: Contents;
	try {
		contents = await openWrapper(wrapper, place, listing);
	} catch (error) {
		if (!isDamage(error)) throw error;
		tell(error, place, listing);
		left.count--;
		yield { ...entry, trouble: troubleOf(error) };
		return;
	}
	left.count--;
	yield entry;
	const from = opened(place, wrapper, contents);
	// What says what other files are comes before them.
	const [first, rest] = [contents.parts.filter(isIndex), contents.parts.filter((p) => !isIndex(p))];
	for (const part of [...first, ...rest]) {
		if (left.count <= 0) break;
		if (!left.told.has(chainTo(from, part))) yield* partEntries(from, part, listing, left);
	}
	for (const { findings } of contents.readings) for (const one of findings) listing.report(one);
}

/** Why something in a place cannot be read. */
function tell({ info: { finding } }: Failure, home: Place, listing: Listing): void {
	if (finding) listing.report(inFile(finding, { home, size: home.source.size }));
}

/** With what to do. */
const troubleOf = ({ message, info: { hint } }: Failure): string =>
	hint ? `${message} ${hint}` : message;

const isIndex = ({ name }: Part): boolean => INDEXES.test(name);
const INDEXES = /(^|\/)(index|manifest)\.json$/;

async function* partEntries(
	from: Opened,
	part: Part,
	listing: Listing,
	left: Left,
): AsyncGenerator<Entry, void, void> {
	const { name, size, detail } = part;
	const entry = {
		chain: chainTo(from, part),
		name,
		depth: from.place.depth + 1,
		...(size === undefined ? {} : { size }),
		...(detail === undefined ? {} : { detail }),
	};
	if (part.kind !== undefined) {
		left.count--;
		yield { ...entry, kind: part.kind };
		return;
	}
	try {
		if (part.head) {
			const nature = natureOf(await part.head(), size ?? 0);
			if (!nature.wrapper) {
				left.count--;
				yield { ...entry, ...kindOf(nature) };
				return;
			}
		}
		const bytes = await bytesOf(part);
		if (isNear(bytes)) {
			if (left.told.has(bytes.chain)) return;
			left.told.add(bytes.chain);
		}
		if (isPacked(bytes)) {
			// Only wrappers are worth being unpacked to be listed.
			const stream = listing.unpacker.stream(bytes, from.place.source, listing.signal);
			const head = await beginning(stream, PROBE_HEAD);
			const nature = natureOf(head, size ?? head.length);
			if (!nature.wrapper) {
				left.count--;
				yield { ...entry, ...kindOf(nature) };
				return;
			}
		}
		const inner = await openPart(from, { ...part, bytes }, listing);
		const { offset, source } = inner;
		const nature = await natureAt(inner, { signal: listing.signal, tail: listing.tails });
		const own = { ...entry, size: source.size, ...(offset === undefined ? {} : { offset }) };
		yield* told(inner, nature, { ...own, ...kindOf(nature) }, listing, left);
	} catch (error) {
		if (!isDamage(error)) throw error;
		tell(error, from.place, listing);
		left.count--;
		yield { ...entry, kind: "unreadable", trouble: troubleOf(error) };
	}
}

/** Where a chain led, and what was found to be wrong on the way. */
export interface Reached {
	readonly place: Place;
	readonly findings: readonly Finding[];
}

/**
 * The place that `chain` leads to from `from`. The words of wrappers may be left out.
 * @throws Failure (`no-such-part`) that says what there is, or why it cannot be read
 */
export async function follow(from: Place, chain: string, tools: Tools): Promise<Reached> {
	const findings: Finding[] = [];
	let place = from;
	let rest = chain;
	while (rest !== "") {
		const { kind, what, hint, wrapper } = await natureAt(place, { ...tools, tail: true });
		const where = place.chain || "The file";
		if (kind === EROFS && tools.fileIn) {
			if (place.depth >= MOST_DEPTH) throw tooDeep(where);
			const file = await tools.fileIn(place, cutPrefix(rest, EROFS) ?? rest, tools);
			place = fileAsPlace(place, file);
			rest = file.rest;
			continue;
		}
		if (!wrapper) {
			const is = what ?? "nothing that is known";
			throw noPart(`${where} is ${is}: there is no “${rest}” in it.`, hint);
		}
		if (place.depth >= MOST_DEPTH) throw tooDeep(where);
		const contents = await openWrapper(wrapper, place, tools);
		const step = stepInto(contents.parts, kind, rest);
		findings.push(...contents.readings.flatMap((reading) => reading.findings));
		if (!step) {
			// The word alone means the wrapper itself.
			if (rest === kind) return { place, findings };
			throw noPart(`There is no “${rest}” in ${place.chain || "the file"}.`, partsText(contents));
		}
		place = await openPart(opened(place, wrapper, contents), step.part, tools);
		findings.push(...contents.readings.flatMap((reading) => reading.findings));
		rest = step.rest;
	}
	return { place, findings };
}

function fileAsPlace(image: Place, { source, path }: FileInImage): Place {
	const chain = [image.chain, EROFS, path].filter(Boolean).join("/");
	const near = new Nearby([], image.near);
	return {
		...{ chain, name: path, space: partSpace(chain), source, others: [], near },
		...{ around: image, inImage: true, depth: image.depth + 1 },
	};
}

/** The innermost file of an image that `place` lies in or is, else what was opened. */
export function fileAround(place: Place): Place {
	let file = place;
	while (file.around && !file.inImage) file = file.around;
	return file;
}

/** Chains of the images in which `place` lies, from the innermost on. */
export function imagesAround(place: Place): string[] {
	const chains: string[] = [];
	for (let { around } = fileAround(place); around; { around } = fileAround(around)) {
		chains.push(around.chain);
	}
	return chains;
}

const noPart = (message: string, hint?: string): Failure =>
	new Failure({ kind: "io", code: "no-such-part", message, ...(hint ? { hint } : {}) });

const MOST_NAMED = 12;

function partsText({ parts }: Contents): string {
	if (parts.length === 0) return "It has no parts.";
	const named = parts.slice(0, MOST_NAMED).map(({ name }) => name || "a single part");
	const more = parts.length - named.length;
	return `There is ${named.join(", ")}${more > 0 ? ` and ${countText(more)} more` : ""}.`;
}

interface Step {
	readonly part: Part;
	readonly rest: string;
}

/** The part that `chain` goes on to: with the word of the wrapper, or without. */
function stepInto(parts: readonly Part[], word: string, chain: string): Step | undefined {
	const behind = cutPrefix(chain, word);
	return (behind === undefined ? undefined : longest(parts, behind)) ?? longest(parts, chain);
}

/** The part with the longest name that `chain` begins with: names may have slashes in them. */
function longest(parts: readonly Part[], chain: string): Step | undefined {
	let best: Step | undefined;
	for (const part of parts) {
		const rest = part.name === "" ? chain : cutPrefix(chain, part.name);
		if (rest !== undefined && (!best || part.name.length > best.part.name.length)) {
			best = { part, rest };
		}
	}
	return best;
}

function cutPrefix(chain: string, word: string): string | undefined {
	if (chain === word) return "";
	return chain.startsWith(`${word}/`) ? chain.slice(word.length + 1) : undefined;
}

export const isImage = ({ kind }: Entry): boolean => kind === EROFS;
