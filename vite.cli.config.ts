/** The command line as plain JavaScript for Node, which cannot run TypeScript itself. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
	root: fileURLToPath(new URL(".", import.meta.url)),
	publicDir: false,
	logLevel: "warn",
	build: {
		ssr: "src/cli/main.ts",
		outDir: "dist-cli",
		target: "node20",
	},
	// Everything in one folder: the result runs without node_modules.
	ssr: { noExternal: true },
});
