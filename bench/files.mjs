/** Files of this machine, evenly spread over all there are. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const FOLDERS = ["/usr/lib", "/usr/bin", "/usr/share"];
const LARGEST_FILE = 4 << 20;

/** What a folder holds; nothing where there is none or it is not ours to read. */
function entriesOf(folder) {
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch {
		return [];
	}
}

/** Files below a folder, in the order of their names. */
function* filesBelow(folder) {
	const entries = entriesOf(folder);
	for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) yield* filesBelow(path);
		else if (entry.isFile()) yield path;
	}
}

/** Paths of about `size` bytes of files. */
export function chosenFiles(size) {
	const files = FOLDERS.flatMap((folder) => [...filesBelow(folder)])
		.map((path) => ({ path, size: statSync(path).size }))
		.filter((file) => file.size > 0 && file.size < LARGEST_FILE);
	const total = files.reduce((sum, file) => sum + file.size, 0);
	const chosen = [];
	let debt = 0;
	for (const file of files) {
		debt += (file.size * size) / total;
		if (debt < file.size) continue;
		debt -= file.size;
		chosen.push(file.path);
	}
	return chosen;
}
