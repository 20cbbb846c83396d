import { randomBytes } from "node:crypto";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { offline } from "./scripts/offline.mjs";

/**
 * What the page may load and run: only what it was shipped with. Images may be fetched from
 * any address the user types; previews are blobs made by the page itself.
 */
const POLICY = {
	"default-src": "'self'",
	"script-src": "'self' 'wasm-unsafe-eval'",
	"style-src": "'self'",
	"img-src": "'self' blob:",
	"worker-src": "'self'",
	"connect-src": "'self' http: https:",
	"object-src": "'none'",
	"base-uri": "'none'",
	"form-action": "'none'",
};

/** Browsers accept this only in a header, not in a page. */
const HEADER_ONLY = { "frame-ancestors": "'self'" };

const policyText = (policy: Record<string, string>): string =>
	Object.entries(policy)
		.map(([name, value]) => `${name} ${value}`)
		.join("; ");

/** Static hosts may not let headers be set, so the built page carries its policy itself. */
const policyInPage: Plugin = {
	name: "policy-in-page",
	apply: "build",
	transformIndexHtml: () => [
		{
			tag: "meta",
			attrs: { "http-equiv": "Content-Security-Policy", content: policyText(POLICY) },
			injectTo: "head-prepend",
		},
	],
};

export default defineConfig(({ command, isPreview }) => {
	const developing = command === "serve" && !isPreview;
	// Hot reloading adds an inline script, style elements and a socket: the nonce, new at each
	// start, admits the first two, so that even in development no inline code runs uncalled.
	const nonce = randomBytes(16).toString("base64");
	const development = {
		...POLICY,
		"script-src": `${POLICY["script-src"]} 'nonce-${nonce}'`,
		"style-src": `${POLICY["style-src"]} 'nonce-${nonce}'`,
		"connect-src": `${POLICY["connect-src"]} ws:`,
	};
	const headers = (policy: Record<string, string>) => ({
		"Content-Security-Policy": policyText({ ...policy, ...HEADER_ONLY }),
		"X-Content-Type-Options": "nosniff",
		"Referrer-Policy": "no-referrer",
	});
	return {
		plugins: [react(), policyInPage, offline()],
		base: "./",
		worker: { format: "es" },
		// What only the worker needs is else found when it starts, and the page is loaded again.
		optimizeDeps: {
			entries: ["index.html", "src/worker/main.ts", "src/worker/thread.ts"],
			// It finds its module by its own address.
			exclude: ["brotli-dec-wasm"],
		},
		...(developing ? { html: { cspNonce: nonce } } : {}),
		server: { headers: headers(development) },
		preview: { headers: headers(POLICY) },
		build: {
			target: "es2022",
			assetsInlineLimit: 0,
			// Libraries of the first page change seldom: in a file of their own they stay in the browser's cache.
			rolldownOptions: {
				output: {
					codeSplitting: {
						groups: [
							{
								name: "libraries",
								test: /node_modules\/(react|react-dom|scheduler|zustand|@tanstack\/(react-)?query(-core)?)\//,
							},
						],
					},
				},
			},
		},
	};
});
