#!/usr/bin/env node
const { load } = require("./load.js");

try {
	load().program();
} catch (error) {
	if (error.code !== "ENOENT") throw error;
	console.error("erofs-explorer is not built yet; “npm run cli -- --help” builds it.");
	process.exitCode = 2;
}
