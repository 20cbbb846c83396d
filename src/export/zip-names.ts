/**
 * Names for a zip archive that may be unpacked anywhere, also by careless programs and on
 * Windows: no control characters, no characters that turn text around, no second separator,
 * no drive or stream, no device name, and no two that differ in case or spelling only.
 */
import { utf8 } from "../base/text";

// Control characters, direction marks, "\" (a separator on Windows), ":" (a drive or stream).
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd\\:]/g;

/** Windows drops these at the end of a name, so that it could become another one. */
const DROPPED = /[. ]+$/;

/** Windows takes these for devices, whatever extension follows. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

export interface ZipName {
	/** With slashes, without one at the end. */
	readonly name: string;
	/** Differs from what the image says. */
	readonly changed: boolean;
}

export class ZipNames {
	/** Every name given so far, in the form in which careless file systems compare. */
	readonly #taken = new Set<string>();
	/** Names given to directories, by raw path. */
	readonly #directories = new Map<string, string>([["", ""]]);

	/**
	 * The name for a path. Directories must be asked for before what is in them.
	 * @param path raw bytes, no slash at either end, not empty
	 */
	take(path: Uint8Array, isDirectory: boolean): ZipName {
		const key = rawKey(path);
		const slash = key.lastIndexOf("/");
		const above = this.#directories.get(key.slice(0, Math.max(0, slash))) ?? "";
		const raw = path.subarray(slash + 1);
		const wanted = safeName(raw);
		const last = this.#free(above, wanted);
		const name = above + last;
		if (isDirectory) this.#directories.set(key, `${name}/`);
		return { name, changed: last !== utf8(raw) };
	}

	/** `wanted`, with a number when the directory has such a name already. */
	#free(above: string, wanted: string): string {
		const dot = wanted.lastIndexOf(".");
		const [stem, extension] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ""];
		for (let n = 1; ; n++) {
			const name = n === 1 ? wanted : `${stem} (${n})${extension}`;
			const folded = (above + name).normalize("NFC").toLowerCase();
			if (this.#taken.has(folded)) continue;
			this.#taken.add(folded);
			return name;
		}
	}
}

function safeName(raw: Uint8Array): string {
	const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(raw);
	const safe = text.replace(UNSAFE, "_").replace(DROPPED, (end) => "_".repeat(end.length));
	return DEVICE.test(safe) ? `_${safe}` : safe;
}

/** One character for each byte, so that different bytes are different keys. */
const rawKey = (path: Uint8Array): string => {
	let key = "";
	for (const byte of path) key += String.fromCharCode(byte);
	return key;
};
