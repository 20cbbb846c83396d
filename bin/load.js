/**
 * The program as it was built, with the code that the engine has made of it beside it
 * (scripts/compile.mjs): to compile it takes longer than to check a small image. Code of another
 * version of Node, or for other flags, is refused by the engine itself, which then compiles as usual.
 * For the same reason what lies in this folder are no modules: their loader takes a while to start.
 */
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { Script } = require("node:vm");

const FILE = join(__dirname, "../dist-cli/program.cjs");
const CODE = join(__dirname, "../dist-cli/program.code");

/** Absent while it is being made. */
function codeOf() {
	try {
		return readFileSync(CODE);
	} catch {
		return undefined;
	}
}

/** @throws ENOENT when it has not been built */
const compiled = () =>
	new Script(readFileSync(FILE, "latin1"), { filename: FILE, cachedData: codeOf() });

/** What the program exports (src/cli/main.ts). */
function load(script = compiled()) {
	const exports = {};
	script.runInThisContext()(exports, createRequire(FILE), FILE);
	return exports;
}

module.exports = { CODE, compiled, load };
