/** package-lock.json as `npm ci` wants it on every machine. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface Entry {
	readonly optionalDependencies?: Readonly<Record<string, string>>;
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly devDependencies?: Readonly<Record<string, string>>;
	readonly resolved?: string;
}

const read = (name: string) =>
	JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"));
const packages: Readonly<Record<string, Entry>> = read("package-lock.json").packages;

it("the lock has the optional packages of every platform (run scripts/lock.mjs)", () => {
	const wanted = Object.values(packages).flatMap((p) => Object.keys(p.optionalDependencies ?? {}));
	expect(wanted.filter((name) => !packages[`node_modules/${name}`])).toEqual([]);
});

it("the lock is in step with package.json and names no download address", () => {
	const { dependencies, devDependencies } = read("package.json");
	expect(packages[""]).toMatchObject({ dependencies, devDependencies });
	expect(Object.keys(packages).filter((name) => packages[name]?.resolved)).toEqual([]);
});
