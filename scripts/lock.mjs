/**
 * Completes package-lock.json: npm leaves out optional packages of other platforms that it
 * could not see when the lock was written, and `npm ci` then refuses the lock. Platform and
 * processor are in their names. Run it after every `npm install`.
 */
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));

const PLATFORM =
	/-(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)(?:-(gnu|musl))?/;

/** The lock's entry for a package of one platform. */
function entry(parent, name, version) {
	const [, os, cpu, libc] = PLATFORM.exec(name) ?? [];
	if (!os) throw new Error(`${name}: no platform in its name`);
	return {
		version,
		cpu: [cpu],
		...(parent.dev ? { dev: true } : {}),
		...(os === "linux" ? { libc: [libc === "musl" ? "musl" : "glibc"] } : {}),
		license: parent.license,
		optional: true,
		os: [os],
	};
}

const { packages } = lock;
for (const parent of Object.values(packages)) {
	for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
		packages[`node_modules/${name}`] ??= entry(parent, name, version);
	}
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, undefined, "\t")}\n`);
