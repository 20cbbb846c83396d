/** Objects of a composefs image among what lies near it, each held against its digest. */
import { corrupt } from "../base/errors";
import type { ByteSource } from "../base/source";
import { hexOf } from "../base/text";
import { VeritySum } from "../base/verity";
import { exactBytes } from "../base/words";
import type { Place } from "./near";
import type { Tools } from "./unpack";

const PIECE = 1 << 20;

interface Wanted {
	readonly path: string;
	readonly size: number;
	readonly digest?: Uint8Array;
}

/** Finds the objects of the image at `place`. */
export const objectsNear =
	({ near }: Place, tools: Tools) =>
	async ({ path, size, digest }: Wanted, signal?: AbortSignal): Promise<ByteSource | undefined> => {
		const file = near.find(path.replace(/^\/+/, ""));
		if (!file) return undefined;
		const { source, space } = await file.open({ ...tools, signal });
		const wrong = (code: string, text: string, seen: string, allowed: string) =>
			corrupt({
				...{ code, severity: "error", text, seen, allowed, structure: "object" },
				at: { space, start: 0, end: source.size },
			});
		if (source.size !== size) {
			const text = `Object ${path} has another size than the file that it is the contents of.`;
			throw wrong("object-size", text, exactBytes(source.size), exactBytes(size));
		}
		const found = digest && hexOf(await verityOf(source, signal));
		if (found && found !== hexOf(digest)) {
			throw wrong("object-digest", `Object ${path} was changed.`, found, hexOf(digest));
		}
		return source;
	};

async function verityOf(source: ByteSource, signal?: AbortSignal): Promise<Uint8Array> {
	const sum = new VeritySum();
	for (let at = 0; at < source.size; at += PIECE) {
		sum.update(await source.read(at, Math.min(source.size, at + PIECE), signal));
	}
	return sum.digest();
}
