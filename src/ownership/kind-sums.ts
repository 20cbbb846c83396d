/** Bytes by what they are; those that mean nothing by why they are there, too. */
import { KINDS } from "../erofs/layout/kinds";
import { PADDINGS, type PaddingName } from "../erofs/layout/padding";
import { PADDING } from "./kinds";

export const PADDING_NAMES = Object.keys(PADDINGS) as readonly PaddingName[];

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

	addAll({ bytes, padding }: KindSums): void {
		for (const [i, some] of bytes.entries()) this.bytes[i] = (this.bytes[i] as number) + some;
		for (const [i, some] of padding.entries()) this.padding[i] = (this.padding[i] as number) + some;
	}
}
