/** Some entries of a tree, with all that is below them. */

const SLASH = 0x2f;

/** Paths are bytes: each of them a letter. */
function key(path: Uint8Array): string {
	let letters = "";
	for (const byte of path) letters += String.fromCharCode(byte);
	return letters;
}

/**
 * Tells what is wanted of a tree: the entries themselves, what is below them, and the directories
 * that lead to them.
 * @param paths of entries below the start, raw bytes without leading slash
 */
export function wanted(paths: Iterable<Uint8Array>): (path: Uint8Array) => boolean {
	const chosen = new Set<string>();
	const above = new Set<string>();
	for (const path of paths) {
		chosen.add(key(path));
		for (const parent of parents(path)) above.add(key(parent));
	}
	return (path) =>
		chosen.has(key(path)) ||
		above.has(key(path)) ||
		parents(path).some((parent) => chosen.has(key(parent)));
}

/** The paths of all directories around an entry, the outermost first. */
function parents(path: Uint8Array): Uint8Array[] {
	const all: Uint8Array[] = [];
	for (let at = path.indexOf(SLASH); at >= 0; at = path.indexOf(SLASH, at + 1)) {
		all.push(path.subarray(0, at));
	}
	return all;
}
