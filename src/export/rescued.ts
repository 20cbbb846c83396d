/** A damaged file as it can be saved: what is lost as zeros or left out, and a note that says so. */
import { Failure, findingOf } from "../base/errors";
import type { Range } from "../base/range";
import { countText, exactBytes } from "../base/words";
import type { Inode } from "../erofs/inode";
import type { Rescued } from "../erofs/rescue";

/** What stands in the place of lost bytes: zeros, so that all others keep their place, or nothing. */
export const FILLS = ["zeros", "omit"] as const;
export type Fill = (typeof FILLS)[number];

export interface Loss extends Range {
	/** A sentence, and the code of what is wrong. */
	readonly why: string;
	readonly code: string;
}

const reasonOf = (why: Failure): Pick<Loss, "why" | "code"> => ({
	why: why.message,
	code: findingOf(why)?.code ?? why.info.code ?? why.kind,
});

/** Bytes of zeros handed out at once. */
const PIECE = 1 << 20;
/** Bytes of a file, most of which can only be holes: 1 TiB. */
const MOST_BYTES = 2 ** 40;
/** Ranges that are told one by one. */
const MOST_LOSSES = 10_000;

/** What was lost of a file, neighbours that were lost for the same reason as one. */
export class Losses {
	readonly list: Loss[] = [];
	/** Bytes in all, and ranges that are not listed. */
	bytes = 0;
	more = 0;

	add({ start, end, why, code }: Loss): void {
		this.bytes += end - start;
		const last = this.list.at(-1);
		if (last?.end === start && last.why === why) {
			this.list[this.list.length - 1] = { ...last, end };
		} else if (this.list.length < MOST_LOSSES) this.list.push({ start, end, why, code });
		else this.more++;
	}

	get ranges(): string {
		const n = this.list.length + this.more;
		return n === 1 ? "1 range" : `${countText(n)} ranges`;
	}
}

/**
 * @param losses takes what is lost, as it is met
 * @returns pieces, each valid only until the next one
 * @throws Failure `limit` when that would be more than anybody can write down
 */
export async function* filled(
	parts: AsyncIterable<Rescued>,
	fill: Fill,
	losses: Losses,
): AsyncGenerator<Uint8Array, void, void> {
	let done = 0;
	for await (const part of parts) {
		const isLost = "why" in part;
		if (isLost) losses.add({ ...part, ...reasonOf(part.why) });
		if (isLost && fill === "omit") continue;
		done += part.end - part.start;
		if (done > MOST_BYTES) throw tooLarge(done);
		if (!isLost) {
			yield part.bytes;
			continue;
		}
		const zeros = new Uint8Array(Math.min(PIECE, part.end - part.start));
		for (let at = part.start; at < part.end; at += zeros.length) {
			yield zeros.subarray(0, Math.min(zeros.length, part.end - at));
		}
	}
}

const tooLarge = (bytes: number): Failure =>
	new Failure({
		kind: "limit",
		code: "file-too-large",
		message: `With all its holes the file is too large to be written: more than ${exactBytes(bytes)}.`,
	});

const INSTEAD: Readonly<Record<Fill, string>> = {
	zeros: "In the saved file there are zeros in their place.",
	omit: "In the saved file they are left out: what follows them has moved up.",
};

/** @param what the file as it is shown: nothing in it is a line end */
export function lossLines(
	what: string,
	{ nid, size }: Pick<Inode, "nid" | "size">,
	fill: Fill,
	{ list, bytes, more, ranges }: Losses,
): string[] {
	return [
		`${what} (inode ${nid}), ${exactBytes(size)}`,
		`${exactBytes(bytes)} in ${ranges} cannot be read. ${bytes > 0 ? INSTEAD[fill] : ""}`.trim(),
		...(list.length > 0 ? ["", "first byte\tend\tbytes\tcode\twhy"] : []),
		...list.map(({ start, end, code, why }) => [start, end, end - start, code, why].join("\t")),
		...(more > 0 ? [`and ${countText(more)} more ranges`] : []),
	];
}
