/** What is told of ELF files: made by hand in all forms, made by a linker, damaged, and large. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { elfBytes, writeElf } from "../testing/made-elf";
import { factsOf, lookAt, lookAtSource, mutations } from "../testing/previews";

const sample = (name: string) =>
	new Uint8Array(readFileSync(new URL(`samples/${name}`, import.meta.url)));

const forms = ([32, 64] as const).flatMap((bits) =>
	[true, false].map((little) => ({ bits, little })),
);

test.each(forms)("a library of $bits bits, little endian $little", async (form) => {
	const { title, rows, items, troubles } = await factsOf(elfBytes(form));
	expect(title).toBe("Program, ELF, ARM64");
	expect(rows).toEqual({
		Class: [`${form.bits} bit, ${form.little ? "little" : "big"} endian`],
		Type: ["program at any address (PIE)"],
		Name: ["libme.so"],
		"Loaded by": ["/system/bin/linker"],
		Needs: ["libc.so", "libneeds.so"],
		"Looks for them in": ["/system/lib:$ORIGIN"],
		Entry: ["0x11000"],
		Symbols: ["stripped"],
		"Page size": ["at most 16 KiB"],
		"Build ID": ["deadbeef01020304"],
		Android: ["for API level 29"],
	});
	expect(items?.total).toBe(6);
	expect(items?.list.map(({ name, size }) => [name, size])).toContainEqual([".bss", 0x123456]);
	expect(items?.list.find(({ name }) => name === ".note")?.at).toEqual({
		start: 0x600,
		end: 0x630,
	});
	expect(troubles).toEqual([]);
});

test("a library as a linker made it", async () => {
	const { title, rows, items, troubles } = await factsOf(sample("small.so"));
	expect(title).toBe("Shared library, ELF, x86-64");
	expect(rows).toMatchObject({
		Name: ["libsmall.so.1"],
		Symbols: ["not stripped"],
		"Build ID": ["0123456789abcdef0123456789abcdef01234567"],
	});
	expect(rows).not.toHaveProperty("Needs");
	expect(items?.total).toBe(13);
	expect(items?.list.map(({ name }) => name)).toContain(".eh_frame_hdr");
	expect(troubles).toEqual([]);
});

test("a program as a linker made it", async () => {
	const { title, rows } = await factsOf(sample("small-pie"));
	expect(title).toBe("Program, ELF, x86-64");
	expect(rows).toMatchObject({
		"Loaded by": ["/lib/ld-small.so"],
		Needs: ["libsmall.so.1"],
		"Looks for them in": ["$ORIGIN/../lib"],
		Entry: ["0x290"],
		Symbols: ["stripped"],
	});
});

test("an object of 32 bits has no segments", async () => {
	const { title, rows } = await factsOf(sample("small-x86.o"));
	expect(title).toBe("Object file, ELF, x86");
	expect(rows).toMatchObject({ Class: ["32 bit, little endian"], Symbols: ["not stripped"] });
});

test("of a library of 100 MB only the ends are read", async () => {
	const { size, parts } = writeElf({ bits: 64, little: true }, 100_000_000);
	let read = 0;
	const source = {
		id: "large",
		label: "large.so",
		size,
		async read(start: number, end: number) {
			read += end - start;
			const bytes = new Uint8Array(end - start);
			for (const part of parts) {
				for (const [i, b] of part.bytes.entries()) {
					const at = part.start + i - start;
					if (at >= 0 && at < bytes.length) bytes[at] = b;
				}
			}
			return bytes;
		},
	};
	const preview = await lookAtSource(source);
	expect(preview).toMatchObject({ kind: "facts", title: "Program, ELF, ARM64", troubles: [] });
	expect(read).toBeLessThan(100_000);
});

test("cut anywhere, it ends, and what is missing is said", async () => {
	for (const whole of [sample("small-pie"), elfBytes({ bits: 32, little: false })]) {
		// The parts without structures are only sampled.
		const isPlain = (at: number) => at > 0x700 && at < whole.length - 1200;
		for (let cut = 4; cut < whole.length; cut += isPlain(cut) ? 61 : 1) {
			const preview = await lookAt(whole.subarray(0, cut));
			// Headers of sections are at the end of both: no cut can leave them whole.
			if (preview.kind === "facts")
				expect(preview.troubles.length, `cut at ${cut}`).toBeGreaterThan(0);
			else expect(preview).toMatchObject({ kind: "binary", label: "ELF" });
		}
	}
});

test("with changed bytes it ends", async () => {
	for (const whole of [sample("small-pie"), sample("small.so"), sample("small-x86.o")]) {
		for (const bytes of mutations(whole, 200)) {
			const preview = await lookAt(bytes);
			expect(["facts", "binary", "text"]).toContain(preview.kind);
		}
	}
});

test("names of the file cannot hide anything", async () => {
	const bytes = elfBytes({ bits: 64, little: true });
	const at = bytes.findIndex(
		(_, i) => String.fromCharCode(...bytes.subarray(i, i + 7)) === "libc.so",
	);
	bytes.set([0xe2, 0x80, 0xae], at); // right-to-left override
	const { rows } = await factsOf(bytes);
	expect(rows.Needs?.[0]).toBe("\\xe2\\x80\\xaec.so");
});
