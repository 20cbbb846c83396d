/** Bytes by what they are; those that mean nothing by why they are there, too. */
import { KINDS } from "../erofs/layout/kinds";
import { PADDING_NAMES, PADDINGS } from "../erofs/layout/padding";
import { PADDING } from "./kinds";

/** By what claims are told of such bytes. */
const NAME_OF = new Map(PADDING_NAMES.map((name, i): [string, number] => [PADDINGS[name], i]));

export class KindSums {
	/** By index into KINDS. */
	readonly bytes = new Float64Array(KINDS.length);
	/** By index into PADDING_NAMES. */
	readonly padding = new Float64Array(PADDING_NAMES.length);

	/** @param note what claims of padding have */
	add(kind: number, bytes: number, note: string | undefined): void {
		this.bytes[kind] = (this.bytes[kind] as number) + bytes;
		const why = kind === PADDING ? NAME_OF.get(note ?? "") : undefined;
		if (why !== undefined) this.padding[why] = (this.padding[why] as number) + bytes;
	}

	/** Sums by kind, and behind them those of padding. */
	addSums(sums: Float64Array): void {
		addTo(this.bytes, sums, 0);
		addTo(this.padding, sums, this.bytes.length);
	}

	addAll({ bytes, padding }: KindSums): void {
		addTo(this.bytes, bytes, 0);
		addTo(this.padding, padding, 0);
	}
}

/** Adds to each sum the one of others that lies so much further. */
function addTo(sums: Float64Array, others: Float64Array, from: number): void {
	for (let i = 0; i < sums.length; i++)
		sums[i] = (sums[i] as number) + (others[from + i] as number);
}
