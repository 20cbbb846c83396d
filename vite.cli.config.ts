/** The command line as plain JavaScript for Node, which cannot run TypeScript itself. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
	root: fileURLToPath(new URL(".", import.meta.url)),
	publicDir: false,
	logLevel: "warn",
	build: {
		ssr: true,
		rollupOptions: {
			input: { main: "src/cli/main.ts", thread: "src/cli/thread.ts" },
			// The program finds the thread beside itself, in whichever file it comes to lie.
			output: { chunkFileNames: "[name]-[hash].js" },
		},
		outDir: "dist-cli",
		target: "node20",
	},
	// Everything in one folder: the result runs without node_modules.
	ssr: { noExternal: true },
});
