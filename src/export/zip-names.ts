/** Names for a zip archive that may be unpacked anywhere: safe ones, and no two of them alike. */
import { utf8 } from "../base/text";
import { fitting, safeName } from "./safe-name";

export interface ZipName {
	/** With slashes, without one at the end. */
	readonly name: string;
	/** Differs from what the image says. */
	readonly changed: boolean;
}

export class ZipNames {
	/**
	 * Every name given so far, in the form in which careless file systems compare, with the
	 * number that the next one of that name gets.
	 */
	readonly #taken = new Map<string, number>();
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
		const last = this.#free(above, safeName(raw));
		const name = above + last;
		if (isDirectory) this.#directories.set(key, `${name}/`);
		return { name, changed: last !== utf8(raw) };
	}

	/** `wanted`, with a number when the directory has such a name already. */
	#free(above: string, wanted: string): string {
		const first = folded(above + wanted);
		let number = this.#taken.get(first) ?? 1;
		let name = wanted;
		while (number > 1 && this.#taken.has(folded(above + name))) {
			name = fitting(wanted, ` (${number++})`);
		}
		this.#taken.set(first, Math.max(number, 2));
		if (name !== wanted) this.#taken.set(folded(above + name), 2);
		return name;
	}
}

/** One form for names that differ in case or in the spelling of an accent only. */
const folded = (name: string): string =>
	name.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");

/** One character for each byte, so that different bytes are different keys. */
const rawKey = (path: Uint8Array): string => {
	let key = "";
	for (const byte of path) key += String.fromCharCode(byte);
	return key;
};
