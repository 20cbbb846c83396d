/** Who imports whom below src, read from the text of the files. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export interface SourceFile {
	/** Path below src, with slashes. */
	readonly path: string;
	/** Text without comments. */
	readonly code: string;
	readonly imports: readonly Import[];
}

export interface Import {
	/** As written: `../base/range`, `react`. */
	readonly name: string;
	/** Path below src when it is one of our files. */
	readonly file?: string;
	/** Gone after compiling: `import type`, or nothing but types in the braces. */
	readonly typesOnly: boolean;
}

const src = fileURLToPath(new URL("../", import.meta.url));

/** Helpers of tests beside the code count as tests. */
const isTest = (path: string) => /\.(test|fixture)\.tsx?$|(^|\/)(testing|cases)\.ts$/.test(path);
/** Compiled by AssemblyScript, a language of its own. */
const isAssembly = (path: string) => path.includes("/assembly/");

/** All source files but tests, declarations and generated code. */
export function readSources(): SourceFile[] {
	return readdirSync(src, { recursive: true, encoding: "utf8" })
		.map((path) => path.split(sep).join("/"))
		.filter((path) => /(?<!\.d)\.tsx?$/.test(path) && !isTest(path) && !isAssembly(path))
		.filter((path) => !path.includes("/generated/"))
		.sort()
		.map((path) => {
			const code = withoutComments(readFileSync(join(src, path), "utf8"));
			return { path, code, imports: importsOf(path, code) };
		});
}

/** Line comments only after a space: `//` is in addresses too. */
const withoutComments = (code: string) =>
	code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");

const STATEMENT = /^(?:import|export)\s+(?:([^"';]*?)\s+from\s+)?["']([^"']+)["']/gm;
const DYNAMIC = /\bimport\(\s*["']([^"']+)["']\s*\)/g;

function importsOf(path: string, code: string): Import[] {
	const statements = [...code.matchAll(STATEMENT)].map(([, what = "", name = ""]) => ({
		name,
		typesOnly: isTypesOnly(what),
	}));
	const dynamic = [...code.matchAll(DYNAMIC)].map(([, name = ""]) => ({ name, typesOnly: false }));
	return [...statements, ...dynamic].map((found) => {
		const file = fileOf(path, found.name);
		return file ? { ...found, file } : found;
	});
}

function isTypesOnly(what: string): boolean {
	if (/^type\b/.test(what)) return true;
	const braces = /^\{([\s\S]*)\}$/.exec(what.trim())?.[1];
	const names = braces?.split(",").map((name) => name.trim());
	return names?.filter(Boolean).every((name) => name.startsWith("type ")) ?? false;
}

function fileOf(from: string, name: string): string | undefined {
	if (!name.startsWith(".")) return undefined;
	const path = join(src, dirname(from), name.replace(/\?.*$/, ""));
	const ends = ["", ".ts", ".tsx", "/index.ts"].map((end) => path + end);
	const file = ends.find((end) => /\.\w+$/.test(end) && existsSync(end)) ?? path;
	return relative(src, file).split(sep).join("/");
}

/** A path of running imports that ends where it began, or undefined. */
export function findCycle(files: readonly SourceFile[]): string[] | undefined {
	const byPath = new Map(files.map((file) => [file.path, file]));
	const done = new Set<string>();
	const trail: string[] = [];
	const visit = (path: string): string[] | undefined => {
		const start = trail.indexOf(path);
		if (start >= 0) return [...trail.slice(start), path];
		if (done.has(path)) return undefined;
		trail.push(path);
		for (const { file, typesOnly } of byPath.get(path)?.imports ?? []) {
			const cycle = file && !typesOnly ? visit(file) : undefined;
			if (cycle) return cycle;
		}
		trail.pop();
		done.add(path);
		return undefined;
	};
	for (const { path } of files) {
		const cycle = visit(path);
		if (cycle) return cycle;
	}
	return undefined;
}
