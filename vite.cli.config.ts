/**
 * The command line as plain JavaScript for Node, which cannot run TypeScript itself: a script in one
 * file, since the engine keeps the code of scripts (bin/load.js), and none of modules.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { defineConfig, type EnvironmentOptions, type Plugin } from "vite";

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A byte a character: text with any that takes more is held in two bytes each. */
const ascii: Plugin = {
	name: "ascii",
	generateBundle(_, bundle) {
		for (const file of Object.values(bundle)) {
			if (file.type === "chunk") file.code = file.code.replace(/[^\0-\x7f]/g, escaped);
		}
	},
};

/** A script in one file. */
const script = (input: string, name: string, output = {}): EnvironmentOptions => ({
	consumer: "server",
	// The result runs without node_modules.
	resolve: { noExternal: true },
	build: {
		rollupOptions: {
			input,
			output: { format: "cjs", codeSplitting: false, entryFileNames: name, ...output },
		},
		outDir: "dist-cli",
		emptyOutDir: false,
		target: "node20",
	},
});

export default defineConfig({
	root: fileURLToPath(new URL(".", import.meta.url)),
	publicDir: false,
	logLevel: "warn",
	plugins: [ascii],
	environments: {
		// Nobody starts it but the program, and it shall start quickly.
		thread: script("src/cli/unit-thread.ts", "unit-thread.cjs"),
		program: script("src/cli/main.ts", "program.cjs", {
			strict: true,
			postBanner: "(function (exports, require, __filename) {",
			postFooter: "})",
		}),
	},
	builder: {
		async buildApp({ build, environments }) {
			const { thread, program } = environments;
			for (const each of [thread, program]) if (each) await build(each);
			execFileSync(process.execPath, ["scripts/compile.mjs"]);
		},
	},
});
