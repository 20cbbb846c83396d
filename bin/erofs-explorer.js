#!/usr/bin/env node
try {
	await import("../dist-cli/main.js");
} catch (error) {
	if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
	console.error("erofs-explorer is not built yet; “npm run cli -- --help” builds it.");
	process.exitCode = 2;
}
