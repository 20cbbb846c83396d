/**
 * Keeps the code that the engine makes of the built program (bin/load.js), that of all functions
 * that it takes to check the samples: those are compiled when they are first called.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import v8 from "node:v8";
import bin from "../bin/load.js";

// Code is kept for the flags that the engine has now: those that a program begins with.
v8.setFlagsFromString = () => {};

const { CODE, compiled, load } = bin;
const samples = fileURLToPath(new URL("../public/samples/", import.meta.url));
const script = compiled();
const { program } = load(script);
for (const name of readdirSync(samples).filter((name) => name.endsWith(".erofs"))) {
	process.argv = [process.execPath, "erofs-explorer", "check", samples + name];
	await program();
}
process.exitCode = 0;
writeFileSync(CODE, script.createCachedData());
