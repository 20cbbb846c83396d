/** All that is in a file: its parts, what is in those, and so on, as a list. */
import { checkCancelled, type Failure, isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import { countText } from "../base/words";
import { lastOf, type Place } from "./near";
import {
	bytesOf,
	chainTo,
	MOST_DEPTH,
	natureAt,
	type Opened,
	opened,
	openPart,
	openWrapper,
	tooDeep,
} from "./places";
import { inFile } from "./reading";
import { EROFS, type Nature, natureOf } from "./recognise";
import { beginning, type Tools } from "./unpack";
import { type Contents, isNear, isPacked, type Part, PROBE_HEAD } from "./wrapper";

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
	/** Told of each wrapper that is opened, before its parts are listed. */
	readonly visit?: ((from: Opened, contents: Contents) => Promise<void>) | undefined;
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
	const left: Left = { count: listing.most, told: new Set(), pieces: new Map() };
	yield* told(place, nature, { ...own, ...kindOf(nature) }, listing, left);
}

/** What is still to be listed. */
interface Left {
	count: number;
	/** Chains of files that were listed as what another file says they are. */
	readonly told: Set<string>;
	/** Chains of files that parts are made of, and those parts. */
	readonly pieces: Map<string, string>;
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
		yield wrapper ? { ...entry, trouble: troubleOf(tooDeep(lastOf(place.chain))) } : entry;
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
	await listing.visit?.(from, contents);
	// What says what other files are comes before them.
	for (const part of indexesFirst(contents)) {
		if (left.count <= 0) break;
		checkCancelled(listing.signal);
		await listing.breathe?.();
		if (!left.told.has(chainTo(from, part))) yield* partEntries(from, part, listing, left);
	}
	for (const { findings } of contents.readings) for (const one of findings) listing.report(one);
}

function* indexesFirst({ parts }: Contents): Generator<Part, void, void> {
	for (const part of parts) if (isIndex(part)) yield part;
	for (const part of parts) if (!isIndex(part)) yield part;
}

/** Why something in a place cannot be read. */
function tell({ info: { finding } }: Failure, home: Place, listing: Listing): void {
	if (finding) listing.report(inFile(finding, { home, size: home.source.size }));
}

/** With what to do. */
const troubleOf = ({ message, info: { hint } }: Failure): string =>
	hint ? `${message} ${hint}` : message;

const MOST_NAMED = 3;

/** What its wrapper says of it, and which files it is made of. */
function withFiles({ detail, madeOf = [] }: Part): Pick<Entry, "detail"> {
	const names = madeOf.slice(0, MOST_NAMED).map(({ name }) => lastOf(name));
	const more = madeOf.length - names.length;
	const files = `with ${names.join(", ")}${more > 0 ? ` and ${countText(more)} more` : ""}`;
	const words = [detail, names.length > 0 ? files : undefined].filter(Boolean).join("; ");
	return words ? { detail: words } : {};
}

/** Kind of what is only data of another part. */
const PIECE = "data";

const isIndex = ({ name }: Part): boolean => INDEXES.test(name);
/** Descriptors of VMware are called as their extents are, without what those have behind the name. */
const INDEXES = /(^|\/)(index|manifest)\.json$|\.transfer\.list$|(?<!-(flat|[fs]\d+))\.vmdk$/;

async function* partEntries(
	from: Opened,
	part: Part,
	listing: Listing,
	left: Left,
): AsyncGenerator<Entry, void, void> {
	const { name, size } = part;
	const entry = {
		chain: chainTo(from, part),
		name,
		depth: from.place.depth + 1,
		...(size === undefined ? {} : { size }),
		...withFiles(part),
	};
	for (const piece of part.madeOf ?? []) left.pieces.set(piece.chain, entry.chain);
	const whole = left.pieces.get(entry.chain);
	if (part.kind !== undefined || whole !== undefined) {
		left.count--;
		yield {
			...entry,
			...(whole === undefined ? {} : { detail: `data of ${whole}` }),
			kind: part.kind ?? PIECE,
		};
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
		let damage: Finding | undefined;
		const inner = await openPart(from, { ...part, bytes }, listing, (finding) => {
			damage = finding;
			listing.report(finding);
		});
		const { offset, source } = inner;
		const nature = await natureAt(inner, { signal: listing.signal, tail: listing.tails });
		const own = {
			...{ ...entry, size: source.size, ...(offset === undefined ? {} : { offset }) },
			...(damage ? { detail: [entry.detail, damage.text].filter(Boolean).join("; ") } : {}),
		};
		yield* told(inner, nature, { ...own, ...kindOf(nature) }, listing, left);
	} catch (error) {
		if (!isDamage(error)) throw error;
		tell(error, from.place, listing);
		left.count--;
		yield { ...entry, kind: "unreadable", trouble: troubleOf(error) };
	}
}

export const isImage = ({ kind }: Entry): boolean => kind === EROFS;
