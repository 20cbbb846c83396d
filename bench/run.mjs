/**
 * `npm run bench`: measures and prints. Options after `--`:
 *
 *   --write            also writes docs/benchmarks.md
 *   --only=NAME,...    some of: opening, walking, census, owners, space, decoding, pool, codecs, remote, wrappers,
 *                       browser
 *
 * Images are made with the mkfs.erofs of the PATH, or of the folder that EROFS_UTILS names.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findChromium } from "../scripts/chromium.mjs";
import { browserSection } from "./browser.mjs";
import { codecsSection } from "./codecs-section.mjs";
import { cacheFolder, findTool, imageNamed, toolVersion } from "./images.mjs";
import {
	censusSection,
	decodingSection,
	openingSection,
	ownersSection,
	spaceSection,
	walkingSection,
} from "./local.mjs";
import { describeMachine } from "./machine.mjs";
import { bundleTasks } from "./node.mjs";
import { poolSection } from "./pool.mjs";
import { remoteSection } from "./remote.mjs";
import { documentOf, printSection } from "./report.mjs";
import { wrappersSection } from "./wrappers.mjs";

const { values } = parseArgs({
	options: { write: { type: "boolean" }, only: { type: "string", default: "" } },
});
const only = values.only.split(",").filter(Boolean);
const wanted = (name) => only.length === 0 || only.includes(name);

const chromium = findChromium();
const mkfs = findTool("mkfs.erofs");
const machine = describeMachine(chromium);
const work = mkdtempSync(join(tmpdir(), "bench-"));

/** Sections that need images: name, and how to measure. */
const overImages = (tasks, large, many) => [
	["opening", () => openingSection(tasks, large)],
	["walking", () => walkingSection(tasks, [large, many])],
	["census", () => censusSection(tasks, [large, many])],
	["owners", () => ownersSection(tasks, [large, many])],
	["space", () => spaceSection(tasks, [large, many])],
	["decoding", () => decodingSection(tasks, mkfs, large)],
	["pool", () => poolSection(mkfs)],
	["remote", () => remoteSection(tasks, large)],
	["wrappers", () => wrappersSection(tasks)],
	["browser", () => browserSection(chromium, join(work, "site"), { large, many })],
];

const skipped = (title, why) => ({ title, notes: [`Not measured: ${why}`] });

async function* sections() {
	if (mkfs) {
		mkdirSync(cacheFolder, { recursive: true });
		const large = imageNamed("large", mkfs);
		const many = imageNamed("many", mkfs);
		const tasks = await bundleTasks(join(work, "tasks"));
		for (const [name, measure] of overImages(tasks, large, many)) {
			if (!wanted(name)) continue;
			if (name === "browser" && !chromium) yield skipped("In Chromium", "no Chromium was found.");
			else yield await measure();
		}
	} else {
		const how = "install erofs-utils, or name their folder in EROFS_UTILS.";
		yield skipped("Images of 1 GB and of 500,000 inodes", `no mkfs.erofs was found; ${how}`);
	}
	if (wanted("codecs")) yield await codecsSection();
}

try {
	const done = [];
	for (const [name, value] of Object.entries(machine)) console.log(`${name}: ${value}`);
	for await (const section of sections()) {
		printSection(section);
		done.push(section);
	}
	if (values.write) {
		const version = mkfs && toolVersion(mkfs);
		const about = version ? { ...machine, "erofs-utils": version } : machine;
		writeFileSync(new URL("../docs/benchmarks.md", import.meta.url), documentOf(about, done));
	}
} finally {
	rmSync(work, { recursive: true, force: true });
}
