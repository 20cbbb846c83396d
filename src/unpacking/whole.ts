/**
 * Unpacking all of a packed file once, to wherever it is kept: with progress, up to a limit, checked.
 * What came out before damage is kept: of a file that is cut off it is nearly all.
 */
import { crc32 } from "../base/crc32";
import { checkCancelled, Failure } from "../base/errors";
import { exactBytes, sizeText } from "../base/words";
import type { Tools } from "../containers/unpack";
import type { Packed } from "../containers/wrapper";

export interface Keep extends Pick<Tools, "signal" | "onProgress"> {
	/** Bytes at most. */
	readonly limit: number;
	/** What to do about the limit. */
	readonly hint: string;
	/** Takes the next bytes; they may be used again behind it. */
	write(bytes: Uint8Array): void | Promise<void>;
}

export interface CameOut {
	/** Bytes. */
	readonly size: number;
	/** Kind `corrupt`: what ended it early, or that another size or sum came out than is said. */
	readonly damage: Failure | undefined;
}

/** @throws Failure `limit` (`unpack-limit`), `corrupt` when nothing came out before the damage */
export async function unpackWhole(
	pieces: AsyncIterable<Uint8Array>,
	packed: Packed,
	label: string,
	{ limit, hint, write, signal, onProgress }: Keep,
): Promise<CameOut> {
	const tooMuch = (): Failure =>
		new Failure({
			...{ kind: "limit", code: "unpack-limit", hint },
			message: `${label} unpacks to more than ${sizeText(limit)}.`,
		});
	if (packed.size !== undefined && packed.size > limit) throw tooMuch();
	let size = 0;
	let sum = 0;
	try {
		for await (const piece of pieces) {
			checkCancelled(signal);
			if (size + piece.length > limit) throw tooMuch();
			await write(piece);
			size += piece.length;
			if (packed.crc32 !== undefined) sum = crc32(piece, sum);
			onProgress?.({
				phase: `Unpacking ${label}`,
				done: size,
				...(packed.size === undefined ? {} : { total: packed.size }),
				unit: "bytes",
			});
		}
	} catch (error) {
		if (size === 0 || !(error instanceof Failure) || error.kind !== "corrupt") throw error;
		return { size, damage: error };
	}
	const wrong =
		packed.size !== undefined && packed.size !== size
			? `it has ${exactBytes(size)} instead of ${exactBytes(packed.size)}`
			: packed.crc32 !== undefined && packed.crc32 !== sum
				? "its checksum is wrong"
				: undefined;
	if (!wrong) return { size, damage: undefined };
	const message = `${label} is damaged: ${wrong}.`;
	return { size, damage: new Failure({ kind: "corrupt", code: "unpacked-wrong", message }) };
}

/** Unpacks and keeps nothing. @returns bytes that came out @throws Failure as {@link unpackWhole}, and its damage */
export async function unpackCheck(
	pieces: AsyncIterable<Uint8Array>,
	packed: Packed,
	label: string,
	keep: Omit<Keep, "write">,
): Promise<number> {
	const { size, damage } = await unpackWhole(pieces, packed, label, { ...keep, write() {} });
	if (damage) throw damage;
	return size;
}
