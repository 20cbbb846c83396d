/**
 * The rooms of this house and which way the arrows between them point (README.md beside
 * this file draws them). A forbidden import fails with the edge and the reason.
 */
import { describe, expect, it } from "vitest";
import { findCycle, type Import, readSources, type SourceFile } from "./testing/imports";

interface Rule {
	/** Rooms, or parts of rooms, that may be imported; a place may always import itself. */
	readonly see: readonly string[];
	/** Places of which only types may be imported. */
	readonly seeTypes?: readonly string[];
	/** Packages that may be imported. */
	readonly packages?: readonly string[];
	readonly because: string;
}

const PAGE = ["react", "react-dom", "@tanstack/", "lucide-react", "zustand"];

/** The part of the lessons that runs where the image is. */
const LESSONS_SEE = ["base", "schema", "codecs/padding", "erofs", "inside", "checks", "lessons"];
const LESSONS_READ = "a scene shows a step what the readers of the format find in the open image";

/** The longest place that holds a file is its rule. */
const may: Readonly<Record<string, Rule>> = {
	base: { see: [], packages: ["@noble/hashes/"], because: "everything stands on it" },
	schema: { see: ["base"], because: "one table kit serves every format" },
	codecs: {
		see: ["base"],
		packages: ["fflate", "lz4js"],
		because: "a decoder turns bytes into bytes, whatever file system they are from",
	},
	erofs: {
		see: ["base", "schema", "codecs"],
		because: "the format must run anywhere: in a worker, in a command line, in a test",
	},
	census: {
		see: ["base", "schema", "erofs"],
		because: "it takes down what the format's readers find; who shows or exports it comes later",
	},
	ownership: {
		see: ["base", "schema", "erofs", "census"],
		because: "it folds what a census took down into who owns which bytes, for every front end",
	},
	space: {
		see: ["base", "codecs/padding", "erofs", "census", "ownership"],
		packages: ["d3-hierarchy"],
		because: "it folds census and owners into sums, for every front end",
	},
	walks: {
		see: ["base", "schema", "codecs", "erofs", "ownership", "inside", "checks"],
		because:
			"it says how to come to bytes, by the layout and by who owns them, as far as checks let it",
	},
	inside: {
		see: ["base", "codecs/padding", "codecs/plain", "codecs/streams", "erofs"],
		because: "it looks at the streams that the maps of the format lead to, for any front end",
	},
	lessons: {
		see: ["base", "schema", "erofs/structs"],
		seeTypes: ["erofs"],
		because:
			"a lesson is text, steps and field keys: it takes its numbers from a scene, so the page can load it",
	},
	"lessons/glossary": {
		see: [
			...["base", "schema", "erofs/structs", "lessons", "ownership/words"],
			"containers/structures",
		],
		because: "what bytes can be, in words, is data for the page",
	},
	"lessons/scene": { see: LESSONS_SEE, because: LESSONS_READ },
	"lessons/directory-blocks": { see: LESSONS_SEE, because: LESSONS_READ },
	"lessons/map-views": { see: LESSONS_SEE, because: LESSONS_READ },
	"lessons/find": { see: LESSONS_SEE, because: LESSONS_READ },
	"lessons/goal": { see: LESSONS_SEE, because: LESSONS_READ },
	"lessons/break": { see: LESSONS_SEE, because: LESSONS_READ },
	"lessons/play": { see: LESSONS_SEE, because: LESSONS_READ },
	inspect: {
		see: ["base", "schema", "codecs", "erofs"],
		because: "it explains what the decoder found as plain data, for any front end",
	},
	"inspect/uses": {
		see: ["base", "erofs", "census", "ownership"],
		because: "what files use is a fold over all of them, like who owns what",
	},
	checks: {
		see: ["base", "schema", "codecs", "erofs", "census", "ownership"],
		packages: ["sarif"],
		because: "what is wrong with an image is the same for every front end",
	},
	containers: {
		see: ["base", "schema"],
		because: "what wraps an image knows nothing of the image",
	},
	unpacking: {
		see: ["base", "codecs", "containers"],
		packages: ["brotli-dec-wasm/web", "fflate"],
		because: "wrappers say what is packed, codecs how it comes out: it is where both meet",
	},
	layers: {
		see: ["base", "schema", "codecs", "erofs", "containers", "sources"],
		because: "images lie in wrappers, and wrappers in images: it is where both meet",
	},
	preview: {
		see: ["base", "schema", "containers"],
		because: "what a file is does not depend on the image it was found in",
	},
	export: {
		see: ["base", "erofs"],
		because: "archives and manifests are made from decoded trees, wherever that happens",
	},
	tasks: {
		see: ["base", "schema", "codecs", "erofs", "census", "checks", "export"],
		because: "a task is work of the pure rooms that can be sent somewhere to be done",
	},
	pool: {
		see: ["base", "erofs", "checks", "sources", "tasks"],
		because: "it gives tasks to who runs them, wherever an image can be opened again",
	},
	sources: { see: ["base", "schema"], because: "bytes do not know which file system they hold" },
	worker: {
		see: [
			"base",
			"schema",
			"codecs",
			"erofs",
			"census",
			"ownership",
			"space",
			"walks",
			"lessons",
			"inside",
			"inspect",
			"checks",
			"preview",
			"containers",
			"layers",
			"unpacking",
			"export",
			"tasks",
			"pool",
			"sources",
		],
		because: "it is where format and bytes meet, and it knows nothing of the screen",
	},
	"worker/protocol": {
		see: ["base", "inspect/names", "ownership/words", "space/tile-kinds"],
		seeTypes: ["worker/topics"],
		because: "the page loads it, so it may name what the worker has but not bring it along",
	},
	cli: {
		see: [
			"base",
			"schema",
			"codecs",
			"erofs",
			"census",
			"ownership",
			"space",
			"walks",
			"inspect",
			"checks",
			"containers",
			"layers",
			"unpacking",
			"export",
			"tasks",
			"pool",
			"sources",
		],
		packages: ["node:"],
		because: "it does in Node what the worker does in a browser",
	},
	offline: { see: [], because: "it runs beside the page, and must be there when nothing else is" },
	ui: {
		see: [
			"base",
			"schema",
			"checks/causes",
			"lessons/index",
			"lessons/answer",
			"lessons/glossary",
			"lessons/breakages",
			"lessons/ways",
			"worker/protocol",
			"worker/client",
			"erofs/structs",
			"erofs/severity",
			"erofs/reactions",
		],
		packages: [...PAGE, "react-resizable-panels"],
		because:
			"the screen asks the worker and never decodes; tables, what follows from what, and how bad it is, are data",
	},
	"ui/state": {
		see: ["base", "checks/causes", "worker/protocol", "worker/client", "ui/views/ids"],
		packages: PAGE,
		because: "what is open and where we are must not depend on how it is shown",
	},
	"ui/widgets": {
		see: ["base", "checks/causes", "ui/state", "worker/protocol"],
		packages: PAGE,
		because: "every view is made of widgets, so no widget knows a view",
	},
	testing: {
		see: [
			"base",
			"schema",
			"codecs",
			"erofs",
			"census",
			"ownership",
			"inspect",
			"checks",
			"preview",
			"export",
			"containers",
			"layers",
			"sources",
			"worker",
			"cli/unpack-stream",
			"cli/sha256",
			"unpacking",
		],
		packages: ["node:"],
		because: "test helpers use everything but the screen",
	},
	"testing/oracle": {
		see: ["base/errors", "codecs"],
		seeTypes: ["testing/image-set"],
		packages: ["node:"],
		because: "what the reader is tested against must not be the reader",
	},
	"main.tsx": { see: ["ui"], packages: PAGE, because: "it only starts the screen" },
};

/** Rooms in which the same input always gives the same output. */
const PURE = [
	"base",
	"schema",
	"codecs",
	"erofs",
	"census",
	"ownership",
	"walks",
	"lessons",
	"inside",
	"inspect",
	"checks",
	"containers",
	"layers",
	"preview",
	"unpacking",
	"export",
	"tasks",
	"pool",
];
const IMPURE = [
	{ pattern: /\bfetch\s*\(|\bXMLHttpRequest\b/, why: "bytes come from a ByteSource" },
	{ pattern: /\bDate\.now\b|\bnew Date\(\)|\bperformance\./, why: "there is no clock" },
	{ pattern: /\bMath\.random\b|\bcrypto\./, why: "there is no chance" },
];

/** Names of the page, unless the file uses the word for something of its own. */
const PAGE_GLOBAL = /\b(document|window|localStorage|navigator)\./;
const declares = (code: string, name: string) => new RegExp(`(let|const) ${name}\\b`).test(code);

const files = readSources();

const within = (path: string, place: string) =>
	path === place || path.startsWith(`${place}/`) || path.startsWith(`${place}.`);

const placeOf = (path: string) =>
	Object.keys(may)
		.filter((place) => within(path, place))
		.sort((a, b) => b.length - a.length)[0];

function isAllowed({ name, file, typesOnly }: Import, place: string): boolean {
	const rule = may[place] as Rule;
	if (!file) return rule.packages?.some((known) => name.startsWith(known)) ?? false;
	const types = typesOnly ? (rule.seeTypes ?? []) : [];
	return [place, ...rule.see, ...types].some((seen) => within(file, seen));
}

function forbiddenEdges(from: SourceFile): string[] {
	const place = placeOf(from.path);
	if (!place) return [`${from.path} is in no room: give the room a rule in arrows.test.ts`];
	return from.imports
		.filter((to) => !isAllowed(to, place))
		.map((to) => `${from.path} -> ${to.file ?? to.name} (${place}: ${may[place]?.because})`);
}

function impurities(code: string): string[] {
	const found = IMPURE.filter(({ pattern }) => pattern.test(code));
	const [, name] = PAGE_GLOBAL.exec(code) ?? [];
	return [
		...found.map(({ pattern, why }) => `${pattern.exec(code)?.[0]} (${why})`),
		...(name && !declares(code, name) ? [`${name} (there may be no page)`] : []),
	];
}

describe("arrows", () => {
	it("finds the files and their imports", () => {
		expect(files.length).toBeGreaterThan(50);
		const open = files.find(({ path }) => path === "erofs/open.ts");
		expect(open?.imports).toContainEqual({
			name: "../schema/struct",
			file: "schema/struct.ts",
			typesOnly: false,
		});
	});

	it("point only where the rules allow", () => {
		expect(files.flatMap(forbiddenEdges)).toEqual([]);
	});

	it("would show a forbidden edge with its reason", () => {
		const imports = [{ name: "../worker/main", file: "worker/main.ts", typesOnly: false }];
		const [edge] = forbiddenEdges({ path: "ui/App.tsx", code: "", imports });
		expect(edge).toBe(`ui/App.tsx -> worker/main.ts (ui: ${may.ui?.because})`);
	});

	it("do not lead from one view to another: they share a selection, not code", () => {
		const viewOf = (path = "") => /^ui\/views\/(\w+)\//.exec(path)?.[1];
		const edges = files.flatMap(({ path, imports }) =>
			imports
				.filter(({ file }) => viewOf(path) && viewOf(file) && viewOf(path) !== viewOf(file))
				.map(({ file }) => `${path} -> ${file}`),
		);
		expect(edges).toEqual([]);
	});

	it("never lead back to where they began", () => {
		expect(findCycle(files)?.join(" -> ")).toBeUndefined();
	});

	it("would show what is not pure", () => {
		expect(impurities("const a = document.title; Date.now(); fetch(x)")).toEqual([
			"fetch( (bytes come from a ByteSource)",
			"Date.now (there is no clock)",
			"document (there may be no page)",
		]);
		expect(impurities("let window = view; window.getUint8(0)")).toEqual([]);
	});

	it.each(PURE)("%s has no page, no network, no clock and no chance", (room) => {
		const found = files
			.filter(({ path }) => within(path, room))
			.flatMap(({ path, code }) => impurities(code).map((what) => `${path}: ${what}`));
		expect(found).toEqual([]);
	});
});
