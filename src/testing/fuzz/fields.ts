/** Every field of every structure of an image: where damage that knows the format strikes. */
import type { Resident } from "../../base/resident";
import { IMAGE_SPACE } from "../../base/space";
import type { Image } from "../../erofs/image";
import type { Struct } from "../../schema/struct";
import type { Part, Visitor } from "../../schema/visit";
import { layings, listen } from "../layings";

/** Bytes [start, end) of the image, and what they are. */
export interface FieldPlace {
	readonly name: string;
	readonly start: number;
	readonly end: number;
}

/** A listener that takes down fields, as far as the bytes go. */
class Fields implements Visitor {
	readonly range;
	readonly most = Number.POSITIVE_INFINITY;
	readonly list: FieldPlace[] = [];

	constructor(bytes: Resident) {
		this.range = { start: 0, end: bytes.size };
	}

	open(): boolean {
		return true;
	}

	close(): void {}

	struct<T, C>(_part: Part<T>, _of: T, table: Struct<C>, start: number): void {
		this.fields(table, start);
	}

	fields<C>({ name, list }: Struct<C>, start: number): void {
		for (const [key, { at, size }] of list) {
			if (size === 0) continue;
			this.list.push({ name: `${name}.${key}`, start: start + at, end: start + at + size });
		}
	}

	bytes<T>({ key = "bytes" }: Part<T>, _of: T, start: number, end: number): void {
		if (end > start) this.list.push({ name: key, start, end });
	}

	bits(): void {}

	stop(): void {}
}

/** Those that lie in the image itself, once each. */
export async function fieldsOf(image: Image): Promise<FieldPlace[]> {
	const places = new Map<string, FieldPlace>();
	for await (const laying of layings(image)) {
		if (laying.home.space !== IMAGE_SPACE) continue;
		const { list } = await listen(laying, (bytes) => new Fields(bytes));
		for (const place of list) places.set(`${place.name} ${place.start}`, place);
	}
	return [...places.values()];
}
