/** Whose each byte of a wrapper is: its headers', its parts', or nobody's. */
import { checkCancelled, isDamage } from "../base/errors";
import type { Range } from "../base/range";
import type { Home } from "./near";
import { parentsIn } from "./pieces";
import type { Header } from "./reading";
import { type Bytes, type Contents, isNear, isPacked, type Part } from "./wrapper";

/** Bytes with the same owners. */
export interface Stretch extends Range {
	/** The innermost header they are in. */
	readonly header?: string;
	/** Names of the parts that have them; several where parts share bytes, or lie in each other. */
	readonly parts: readonly string[];
}

export interface Outline {
	/** In order, without gaps, from the first byte to the last. */
	readonly stretches: readonly Stretch[];
	/** Parts that have unknown places: what seems to be nobody's may be theirs. */
	readonly unplaced: number;
}

export interface Outlining {
	readonly signal?: AbortSignal | undefined;
	/** Parts of which it is found out where they are, where that takes reading. */
	readonly most: number;
}

/** @param home of the wrapper, as it was opened */
export async function outlineOf(
	home: Home,
	{ parts, readings }: Contents,
	{ signal, most }: Outlining,
): Promise<Outline> {
	const claims: Claim[] = [];
	let unplaced = 0;
	let asked = 0;
	for (const part of parts) {
		checkCancelled(signal);
		const isAsked = typeof part.bytes === "function";
		const ranges = isAsked && ++asked > most ? undefined : await rangesOf(home, part);
		if (!ranges) unplaced++;
		for (const range of ranges ?? []) claims.push({ ...range, name: part.name });
	}
	// Finding them has read more of them.
	const headers = readings
		.filter((reading) => reading.home.space === home.space)
		.flatMap((reading) => reading.headers);
	for (const header of headers) claims.push({ ...header, isHeader: true });
	return { stretches: stretchesOf(claims, home.source.size), unplaced };
}

interface Claim extends Header {
	readonly isHeader?: true;
}

/** Where a part lies in the wrapper itself; undefined where damage hides it. */
async function rangesOf(home: Home, { bytes }: Part): Promise<Range[] | undefined> {
	let found: Bytes;
	try {
		found = typeof bytes === "function" ? await bytes() : bytes;
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
	if (isNear(found)) return [];
	if (isPacked(found)) return [{ start: found.start, end: found.end }];
	const all = { start: 0, end: found.size };
	const own = [...parentsIn(found, [home], all)].filter((parent) => parent.home === home);
	if (own.length === 0 && found.list.some(({ kind }) => kind === "lost")) return undefined;
	return own.map(({ at }) => ({ start: at.start, end: at.end }));
}

/** Claims that are kept of those that lie over each other: damage can make all of them do so. */
const MOST_OPEN = 64;

/** Where some have to go, those that end first: no byte loses its owner by that. */
const longest = (claims: readonly Claim[]): readonly Claim[] =>
	claims.length <= MOST_OPEN
		? claims
		: claims.toSorted((a, b) => b.end - a.end).slice(0, MOST_OPEN);

function stretchesOf(claims: readonly Claim[], size: number): Stretch[] {
	const begins = claims
		.map((claim) => ({ ...claim, end: Math.min(claim.end, size) }))
		.filter(({ start, end }) => start < end)
		.sort((a, b) => a.start - b.start || b.end - a.end);
	const stretches: Stretch[] = [];
	let open: readonly Claim[] = [];
	let at = 0;
	let next = 0;
	while (at < size) {
		const coming: Claim[] = [];
		for (let claim = begins[next]; claim && claim.start <= at; claim = begins[++next])
			coming.push(claim);
		open = longest([...open.filter(({ end }) => end > at), ...coming]);
		const end = open.reduce(
			(least, claim) => Math.min(least, claim.end),
			begins[next]?.start ?? size,
		);
		const header = open.findLast(({ isHeader }) => isHeader)?.name;
		const parts = open.filter(({ isHeader }) => !isHeader).map(({ name }) => name);
		stretches.push({ start: at, end, parts: [...new Set(parts)], ...(header ? { header } : {}) });
		at = end;
	}
	return stretches;
}
