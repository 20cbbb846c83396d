/**
 * The command line as plain JavaScript for Node, which cannot run TypeScript itself: a script in one
 * file, since the engine keeps the code of scripts (bin/load.js), and none of modules.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

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

const compiled: Plugin = {
	name: "compiled",
	closeBundle: () => void execFileSync(process.execPath, ["scripts/compile.mjs"]),
};

export default defineConfig({
	root: fileURLToPath(new URL(".", import.meta.url)),
	publicDir: false,
	logLevel: "warn",
	plugins: [ascii, compiled],
	build: {
		ssr: "src/cli/main.ts",
		rollupOptions: {
			output: {
				format: "cjs",
				strict: true,
				codeSplitting: false,
				entryFileNames: "program.cjs",
				postBanner: "(function (exports, require, __filename) {",
				postFooter: "})",
			},
		},
		outDir: "dist-cli",
		target: "node20",
	},
	// The result runs without node_modules.
	ssr: { noExternal: true },
});
