/**
 * Compiles each decoder in src/codecs/assembly to WebAssembly and writes it to
 * src/codecs/generated as a module that exports the bytes as base64 text. Text in
 * a module needs no loader and no second request: it works alike in the worker,
 * in Node and in tests, and a lazy import makes it a chunk of its own.
 *
 * The first line of each result names a digest of all sources, the compiler and
 * this script; while that is unchanged nothing is compiled.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Decoders by the name of the result, and whether they keep what they decode (assembly/keeps.ts). */
const CODECS = {
	lz4: { source: "lz4", keeps: true },
	"lz4-check": { source: "lz4", keeps: false },
	lzma: { source: "lzma", keeps: true },
	inflate: { source: "inflate", keeps: true },
	zstd: { source: "zstd", keeps: true },
	"zstd-check": { source: "zstd", keeps: false },
};

const assembly = fileURLToPath(new URL("../src/codecs/assembly/", import.meta.url));
const generated = new URL("../src/codecs/generated/", import.meta.url);

async function digestOfSources() {
	const hash = createHash("sha256");
	hash.update(createRequire(import.meta.url)("assemblyscript/package.json").version);
	hash.update(await readFile(fileURLToPath(import.meta.url)));
	const names = (await readdir(assembly)).filter((name) => name.endsWith(".ts")).sort();
	for (const name of names) hash.update(name).update(await readFile(assembly + name));
	return hash.digest("hex").slice(0, 16);
}

/** A decoder as the compiler makes it, with names. @throws Error with its messages. */
async function compile({ source, keeps }) {
	const { default: asc } = await import("assemblyscript/asc");
	const options = ["--noAssert", "--debug", "--enable", "simd", "--use", "abort="];
	let binary;
	const { error, stderr } = await asc.main(
		[
			...[`${source}.ts`, "--baseDir", assembly, "--outFile", "out.wasm"],
			...["--runtime", "stub", ...options],
		],
		{
			readFile: (file, folder) => sourceText(join(folder, file), keeps),
			writeFile: (file, contents) => {
				if (file.endsWith(".wasm")) binary = contents;
			},
		},
	);
	// Warnings count: each is an implicit conversion that loses something somewhere.
	if (error || `${stderr}`.includes("WARNING")) throw new Error(`${source}: ${stderr}`);
	return binary;
}

/** Of a file of a decoder; null when there is none. */
async function sourceText(path, keeps) {
	const text = await readFile(path, "utf8").catch(() => null);
	return text?.replace("KEEPS: bool = true", `KEEPS: bool = ${keeps}`) ?? null;
}

/**
 * Optimizes a decoder in a way that lets its source be readable. A decoder's registers
 * (bit buffer, positions, range) are module variables there, so that small functions can
 * share them, but a module variable lives in memory and is slow. So everything is
 * inlined into `decode` first, and what are then its variables alone become its locals.
 */
async function optimize(source, compiled) {
	const { default: binaryen } = await import("assemblyscript/binaryen");
	const { Features } = binaryen;
	const features =
		Features.MutableGlobals |
		Features.SignExt |
		Features.NontrappingFPToInt |
		Features.BulkMemory |
		Features.BulkMemoryOpt |
		Features.SIMD128;
	binaryen.setOptimizeLevel(3);
	binaryen.setShrinkLevel(0);
	binaryen.setAlwaysInlineMaxSize(500);
	binaryen.setOneCallerInlineMaxSize(1_000_000);
	binaryen.setAllowInliningFunctionsWithLoops(true);

	binaryen.setDebugInfo(true);
	const inlined = binaryen.readBinary(compiled);
	inlined.setFeatures(features);
	for (let functions; functions !== inlined.getNumFunctions(); ) {
		functions = inlined.getNumFunctions();
		inlined.optimize();
	}

	const module = binaryen.parseText(globalsToLocals(inlined.emitText(), `$${source}/decode`));
	module.setFeatures(features);
	binaryen.setDebugInfo(false);
	for (let size = Number.POSITIVE_INFINITY, next; ; size = next) {
		module.optimize();
		next = module.emitBinary().length;
		if (next >= size) break;
	}
	if (!module.validate()) throw new Error(`${source}: not valid after optimization`);
	return module.emitBinary();
}

/**
 * The text of a module with its mutable variables made locals of one function. Values no
 * longer survive from call to call, so each has to begin as 0 and to be set before use.
 */
function globalsToLocals(text, functionName) {
	const start = text.indexOf(` (func ${functionName} `);
	const next = text.indexOf("\n (func ", start + 1);
	const end = next < 0 ? text.lastIndexOf(")") : next;
	const declaration = / \(global (\$\S+) \(mut (\w+)\) \(\w+\.const 0\)\)\n/g;
	const globals = [...text.slice(0, start).matchAll(declaration)];

	const [header, ...lines] = text.slice(start, end).split("\n");
	const body = lines.join("\n").replace(/\(global\.(get|set) /g, "(local.$1 ");
	const locals = globals.map(([, global, type]) => `  (local ${global} ${type})`);
	const result =
		text.slice(0, start).replace(declaration, "") +
		[header, ...locals, body].join("\n") +
		text.slice(end);
	const left = /\(global\.\w+ (\S+)|\(global (\S+) \(mut/.exec(result);
	if (left) throw new Error(`${left[0]}: not only ${functionName}'s, or not 0 at first`);
	return result;
}

const moduleText = (header, binary) =>
	`${header}\nexport const wasm =\n\t"${Buffer.from(binary).toString("base64")}";\n`;

await mkdir(generated, { recursive: true });
const header = `// Generated by scripts/build-codecs.mjs from ${await digestOfSources()}.`;
const report = [];
for (const [name, recipe] of Object.entries(CODECS)) {
	const file = new URL(`${name}.ts`, generated);
	const present = await readFile(file, "utf8").catch(() => "");
	if (present.startsWith(header)) continue;
	const binary = await optimize(recipe.source, await compile(recipe));
	await writeFile(file, moduleText(header, binary));
	report.push(`${name} ${binary.length} bytes`);
}
console.log(`codecs: ${report.length > 0 ? report.join(", ") : "up to date"}`);
