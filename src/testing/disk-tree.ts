/** A directory of this machine in the form of the truth, to compare what was unpacked. */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	type BigIntStats,
	existsSync,
	lstatSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
} from "node:fs";
import { join } from "node:path";
import { utf8 } from "../base/text";
import type { ManifestEntry } from "../export/manifest";

/** In memory, with room for large attributes and every time, which disks often lack. */
export const SCRATCH = "/dev/shm";

/** Why trees cannot be unpacked here with all they have; undefined where they can. */
export function whyNoRootTar(): string | undefined {
	if (process.getuid?.() !== 0) return "not root";
	if (!run("tar", "--version").includes("GNU tar")) return "no GNU tar";
	if (!run("getfattr", "--version").includes("getfattr")) return "no getfattr";
	if (!existsSync(SCRATCH)) return `no ${SCRATCH}`;
	const folder = mkdtempSync(join(SCRATCH, "probe-"));
	run("setfattr", "-n", "user.probe", "-v", "1", folder);
	const found = run("getfattr", "-n", "user.probe", "--absolute-names", folder);
	rmSync(folder, { recursive: true });
	return found.includes("user.probe") ? undefined : `no extended attributes in ${SCRATCH}`;
}

const run = (tool: string, ...args: string[]): string =>
	spawnSync(tool, args, { encoding: "utf8" }).stdout ?? "";

/** Every path below a directory, sorted by raw bytes, as a manifest tells it. */
export function readDiskTree(
	directory: string,
	xattrs: ReadonlyMap<string, Record<string, string>> = readXattrs(directory),
): ManifestEntry[] {
	const paths: Buffer[] = [Buffer.alloc(0)];
	const at = (path: Buffer) => Buffer.concat([Buffer.from(`${directory}/`), path]);
	for (const path of paths) {
		if (!lstatSync(at(path)).isDirectory()) continue;
		for (const name of readdirSync(at(path), { encoding: "buffer" })) {
			paths.push(path.length ? Buffer.concat([path, Buffer.from("/"), name]) : name);
		}
	}
	return paths.sort(Buffer.compare).map((path) => {
		const about = lstatSync(at(path), { bigint: true });
		const found = xattrs.get(path.toString("latin1"));
		return {
			...text("path", path.length ? path : Buffer.from("/")),
			...attributes(about),
			...contents(at(path), about),
			...(found ? { xattrs: found } : {}),
		};
	});
}

const text = <K extends "path" | "target">(key: K, bytes: Buffer) =>
	({
		[key]: bytes.toString("utf8"),
		...(utf8(bytes) === undefined ? { [`${key}_b64`]: bytes.toString("base64") } : {}),
	}) as Record<K, string>;

const BILLION = 1_000_000_000n;

function attributes(about: BigIntStats) {
	const seconds = about.mtimeNs / BILLION - (about.mtimeNs % BILLION < 0n ? 1n : 0n);
	return {
		type: typeOf(about),
		mode: (about.mode & 0o7777n).toString(8).padStart(4, "0"),
		uid: Number(about.uid),
		gid: Number(about.gid),
		nlink: Number(about.nlink),
		mtime: [Number(seconds), Number(about.mtimeNs - seconds * BILLION)] as const,
	};
}

function typeOf(about: BigIntStats): string {
	if (about.isFile()) return "reg";
	if (about.isDirectory()) return "dir";
	if (about.isSymbolicLink()) return "lnk";
	if (about.isCharacterDevice()) return "chr";
	return about.isBlockDevice() ? "blk" : "fifo";
}

function contents(path: Buffer, about: BigIntStats) {
	if (about.isSymbolicLink()) {
		const target = readlinkSync(path, { encoding: "buffer" });
		return { size: target.length, ...text("target", target) };
	}
	if (about.isFile()) {
		const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
		return { size: Number(about.size), sha256 };
	}
	if (about.isCharacterDevice() || about.isBlockDevice()) return { rdev: device(about.rdev) };
	return {};
}

/** Major and minor as Linux packs them in st_rdev. */
const device = (rdev: bigint): [number, number] => [
	Number(((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & ~0xfffn)),
	Number((rdev & 0xffn) | ((rdev >> 12n) & ~0xffn)),
];

/** By relative path, one character a byte: name to base64 value. */
function readXattrs(directory: string): Map<string, Record<string, string>> {
	const args = ["-R", "-P", "-h", "-d", "-m", "-", "-e", "base64", "--absolute-names", directory];
	const output = execFileSync("getfattr", args, { encoding: "latin1", maxBuffer: 1 << 28 });
	const found = new Map<string, Record<string, string>>();
	for (const part of output.split("\n\n")) {
		const [head = "", ...lines] = part.split("\n").filter(Boolean);
		const path = unescaped(head.replace("# file: ", "")).slice(directory.length + 1);
		const pairs = lines.map((line): [string, string] => {
			const [, name = "", value = ""] = /^([^=]*)(?:=0s(.*))?$/.exec(line) ?? [];
			return [utf8Name(unescaped(name)), value.replace(/^""$/, "")];
		});
		if (pairs.length) found.set(path, Object.fromEntries(pairs));
	}
	return found;
}

const unescaped = (quoted: string): string =>
	quoted.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));

const utf8Name = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");
