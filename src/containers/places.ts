/** Places in wrappers, opened: the file that was given, its parts, their parts. */
import { corrupt, Failure } from "../base/errors";
import type { Finding, Report } from "../base/finding";
import type { Range } from "../base/range";
import type { ByteSource } from "../base/source";
import { outerSpace, partSpace } from "../base/space";
import { exactBytes } from "../base/words";
import { folder, NO_BYTES } from "./folder";
import { type Home, lastOf, type Near, Nearby, type Place, packedIn } from "./near";
import { type Pieces, parentsIn, piecesSource } from "./pieces";
import { inFile } from "./reading";
import { type Looking, type Nature, recognise } from "./recognise";
import { type Tools, unitOf } from "./unpack";
import { type Bytes, type Contents, isNear, isPacked, type Part, type Wrapper } from "./wrapper";

/** Wrappers in wrappers that are looked into. */
export const MOST_DEPTH = 10;

export const outerPlace = (source: ByteSource, others: readonly ByteSource[] = []): Place => ({
	chain: "",
	space: outerSpace(),
	source,
	others: others.map((other, i) => ({ space: outerSpace(i + 1), source: other })),
	near: new Nearby(() =>
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
	near: new Nearby(() => files.map(({ path, size, open }, i) => nearFile(path, size, i + 1, open))),
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
export interface Opened {
	readonly place: Place;
	readonly wrapper: Wrapper;
	readonly near: Nearby;
}

export function opened(place: Place, wrapper: Wrapper, { parts }: Contents): Opened {
	const near = (): readonly Near[] =>
		Array.from(parts, (part) => {
			const { name, size, isDevice } = part;
			return {
				...{ name, size, chain: chainTo(self, part), open: (t: Tools) => openPart(self, part, t) },
				...(isDevice ? { isDevice } : {}),
			};
		});
	const self: Opened = { place, wrapper, near: new Nearby(near, place.near) };
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

export const chainTo = ({ place, wrapper }: Opened, { name }: Part): string =>
	[place.chain, wrapper.id, name].filter(Boolean).join("/");

export const bytesOf = async ({ bytes }: Part): Promise<Bytes> =>
	typeof bytes === "function" ? bytes() : bytes;

/**
 * A part as a place of its own; what is packed is unpacked.
 * @param onDamage takes what is wrong with packed bytes: then those that came out are the place
 * @throws Failure
 */
export async function openPart(
	from: Opened,
	part: Part,
	tools: Tools,
	onDamage?: Report,
): Promise<Place> {
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
		const unpacked = await tools.unpacker.whole(bytes, place.source, chain, tools);
		const { source, damage } = unpacked;
		if (damage && !onDamage) throw damage;
		if (damage) onDamage?.(packedFinding(damage, place, bytes, source.size));
		return { ...common, source, parents: packedIn(place, bytes) };
	}
	const label = `${place.source.label}, ${chain}`;
	const given = [place, ...place.others];
	const source = piecesSource(bytes, given, label, async (packed, size, signal) => {
		try {
			const stream = tools.unpacker.stream(packed, place.source, signal);
			return await unitOf(stream, size, label, packed.hasSlack);
		} catch (error) {
			if (!(error instanceof Failure) || error.kind !== "corrupt") throw error;
			throw corrupt(packedFinding(error, place, packed));
		}
	});
	const parents = (range: Range) => parentsIn(bytes, given, range);
	return { ...common, source, parents, ...offsetOf(place, bytes) };
}

/** What is wrong with packed bytes. @param came bytes that came out, and are read all the same */
export function packedFinding(
	{ message, info: { finding } }: Failure,
	home: Home,
	{ start, end }: Range,
	came?: number,
): Finding {
	const read = came === undefined ? "" : ` The ${exactBytes(came)} that came out are read.`;
	const at = { space: home.space, start, end };
	const why = { code: "wrapper-packed", severity: "error", structure: "packed bytes", at } as const;
	return inFile(finding ?? { ...why, text: `${message}${read}` }, { home, size: home.source.size });
}

export const tooDeep = (where: string): Failure =>
	noPart(`${where} lies in too many wrappers.`, "Take it out, and open it by itself.");

function offsetOf(place: Place, { list }: Pieces): Pick<Place, "offset"> {
	const [only, more] = list;
	if (place.offset === undefined || only?.kind !== "copy" || only.of !== 0 || more) return {};
	return { offset: place.offset + only.at };
}

export const noPart = (message: string, hint?: string): Failure =>
	new Failure({ kind: "io", code: "no-such-part", message, ...(hint ? { hint } : {}) });
