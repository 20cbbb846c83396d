/**
 * Copies the images that src/testing/images/README.md names from a larger collection:
 *
 *   npm run fixtures -- FOLDER
 *
 * Truth files are cut down to what tests read, one manifest entry a line so that a
 * difference can be read, and compressed when they are long.
 */
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";

const target = fileURLToPath(new URL("../src/testing/images/", import.meta.url));
const LONG = 20_000;
const KEEP = {
	good: ["features", "mkfs_version", "mkfs_command", "image_offset", "devices", "manifest"],
	bad: ["what", "base_command", "edits", "checksum_fixed", "devices", "expected"],
};

/** Names in the first column of the table below a heading. */
function namesBelow(heading, text) {
	const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
	return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
}

/** The kept keys, a line each, and a line for each element of a long list. */
function truthText(truth, keys) {
	const lines = keys.map((key) => {
		const value = truth[key];
		if (key !== "manifest") return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
		return `"manifest": [\n${value.map((entry) => JSON.stringify(entry)).join(",\n")}\n]`;
	});
	return `{\n${lines.join(",\n")}\n}\n`;
}

async function readTruth(path) {
	const packed = await readFile(`${path}.json.gz`).catch(() => undefined);
	return JSON.parse(packed ? gunzipSync(packed) : await readFile(`${path}.json`, "utf8"));
}

async function copyImage(from, to, name, keys) {
	const truth = await readTruth(join(from, name));
	truth.devices = truth.devices.map((device) => device.file ?? device);
	for (const file of [`${name}.erofs`, ...truth.devices]) {
		await copyFile(join(from, file), join(to, file));
	}
	const text = truthText(truth, keys);
	if (text.length < LONG) await writeFile(join(to, `${name}.json`), text);
	else await writeFile(join(to, `${name}.json.gz`), gzipSync(text, { level: 9 }));
}

const source = process.argv[2];
if (!source) {
	console.error("usage: npm run fixtures -- FOLDER   (a folder with good/ and bad/)");
	process.exit(2);
}
const readme = await readFile(join(target, "README.md"), "utf8");
for (const [half, heading] of [
	["good", "Good"],
	["bad", "Damaged"],
]) {
	const to = join(target, half);
	await rm(to, { recursive: true, force: true });
	await mkdir(to, { recursive: true });
	const names = namesBelow(heading, readme);
	for (const name of names) await copyImage(join(source, half), to, name, KEEP[half]);
	console.log(`${half}: ${names.length} images, ${(await readdir(to)).length} files`);
}
