/**
 * Annotated dumps of small images, as people will see them. A change of behaviour
 * shows as a diff of a readable text; `npx vitest -u` writes it anew.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ignoreFindings } from "../base/finding";
import { showName } from "../base/text";
import { entryName } from "../erofs/directory";
import { readInode } from "../erofs/inode";
import { openImage } from "../erofs/open";
import { walk } from "../erofs/walk";
import type { Annotation } from "../schema/annotate";
import { memorySource } from "../sources/memory";
import { fixedStructures } from "./fixed-structures";
import { inodeStructures } from "./inode-structures";

const hex = (n: number) => n.toString(16).padStart(6, "0");

function dump(node: Annotation, depth = 0): string[] {
	const indent = "  ".repeat(depth);
	const label = node.label ? ` “${node.label}”` : "";
	const value = node.value === undefined ? "" : ` = ${node.value}`;
	const target = node.target ? ` -> ${node.target.label} @${hex(node.target.span.start)}` : "";
	const more = node.more ? [`${indent}  … ${node.more} more`] : [];
	const line = `${hex(node.start)}-${hex(node.end)} ${indent}${node.key}${label}${value}${target}`;
	return [line, ...(node.children ?? []).flatMap((c) => dump(c, depth + 1)), ...more];
}

async function dumpImage(name: string): Promise<string> {
	const bytes = readFileSync(new URL(`../testing/images/${name}`, import.meta.url));
	const image = await openImage(memorySource(new Uint8Array(bytes), name));
	const lines = (await fixedStructures(image)).flatMap((node) => dump(node));
	const { rootNid } = image.facts;
	const root = await readInode(image, rootNid);
	lines.push("", "/", ...(await inodeStructures(image, root)).flatMap((n) => dump(n)));
	const path = Uint8Array.of(0x2f);
	for await (const visit of walk(image, { nid: rootNid, path, parent: rootNid }, ignoreFindings)) {
		for (const [row, i] of visit.rows.entries()) {
			const inode = visit.inodes[row];
			lines.push("", `${showName(visit.path)} ${showName(entryName(visit.entries, i))}`);
			if (inode) lines.push(...(await inodeStructures(image, inode)).flatMap((n) => dump(n)));
		}
	}
	const findings = image.findings.map(
		(f) => `${f.severity} ${f.code} ${f.structure}.${f.field}: ${f.text}`,
	);
	return `${[...lines, "", ...findings].join("\n")}\n`;
}

test.each(["good/tinyz-lz4.erofs", "good/b48-rec8.erofs", "good/empty-root.erofs"])(
	"annotated dump of %s",
	async (name) => {
		const file = `./golden/${name.replace(/.*\//, "").replace(".erofs", ".txt")}`;
		await expect(await dumpImage(name)).toMatchFileSnapshot(file);
	},
);
