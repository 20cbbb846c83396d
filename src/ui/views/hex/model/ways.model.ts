/** Where bytes come from and what they hold, as lines of words around a link. */
import type { Range, Span } from "../../../../base/range";
import { algorithmLabel } from "../../../../erofs/structs/features";
import type { Lying, NamedHolding, Origin, Origins } from "../../../../worker/protocol";
import { extentText, rangeText } from "../../../widgets/offsets.model";

export interface Way {
	/** Words in front of the link, or all there is to say. */
	readonly before: string;
	/** The bytes it leads to; absent when there are none. */
	readonly to?: Span;
	/** Contents of a file, which is selected too. */
	readonly file?: NamedHolding;
	readonly link?: string;
	readonly after?: string;
	/** Where those bytes come from themselves. */
	readonly ways?: readonly Way[];
}

/** The rows of "Comes from". @param of the bytes that were asked about */
export function originWays({ list, next, stopped }: Origins, of: Range): Way[] {
	const ways = list.map((origin) => originWay(origin, of));
	if (next !== undefined) ways.push({ before: "and more, for the bytes behind these" });
	if (stopped !== undefined) ways.push({ before: stopped });
	return ways;
}

function originWay({ start, end, at, algorithm, from }: Origin, of: Range): Way {
	// Said only where there is more than one.
	const isAll = start <= of.start && of.end <= end;
	const before = isAll ? "" : `${extentText({ start, end })}: `;
	if (!at) return { before: `${before}a hole: zero bytes that are not stored` };
	const after =
		algorithm === undefined
			? "as they are"
			: `the ${algorithmLabel(algorithm)} unit they are decoded from`;
	const ways = from ? { ways: originWays(from, at) } : {};
	return { before, to: at, link: rangeText(at), after, ...ways };
}

/** The rows of "Lies in". @param of the bytes that were asked about */
export const lyingWays = (list: readonly Lying[], of: Range): Way[] =>
	list.map(({ start, end, file, at, isPacked }) => {
		const isAll = start <= of.start && of.end <= end;
		const before = isAll ? "" : `${extentText({ start, end })}: `;
		const where = `${extentText(at)} of ${file}`;
		return {
			before: isPacked ? `${before}unpacked from ${where}` : `${before}${where}`,
		};
	});

/** The rows of "Holds". */
export const holdingWays = (list: readonly NamedHolding[]): Way[] =>
	list.map((file) => {
		const { space, start, end, nid, path, algorithm } = file;
		return {
			before: "",
			to: { space, start, end },
			file,
			link: `${extentText({ start, end })} of ${nameOf(space, path, nid)}`,
			after: algorithm === undefined ? "as they are" : `decoded with ${algorithmLabel(algorithm)}`,
		};
	});

function nameOf(space: string, path: string | undefined, nid: bigint): string {
	if (space === "packed") return "the packed inode";
	return space === "metabox" ? "the metabox" : (path ?? `inode ${nid}`);
}
