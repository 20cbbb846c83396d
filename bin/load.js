/**
 * The program as it was built, with the code that the engine has made of it beside it
 * (scripts/compile.mjs): to compile it takes longer than to check a small image. Code of another
 * version of Node, or for other flags, is refused by the engine itself, which then compiles as usual.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

const FILE = fileURLToPath(new URL("../dist-cli/program.cjs", import.meta.url));
export const CODE = fileURLToPath(new URL("../dist-cli/program.code", import.meta.url));

/** Absent while it is being made. */
function codeOf() {
	try {
		return readFileSync(CODE);
	} catch {
		return undefined;
	}
}

/** @throws ENOENT when it has not been built */
export const compiled = () =>
	new Script(readFileSync(FILE, "latin1"), { filename: FILE, cachedData: codeOf() });

/** What the program exports (src/cli/main.ts). */
export function load(script = compiled()) {
	const exports = {};
	script.runInThisContext()(exports, createRequire(FILE), FILE);
	return exports;
}
