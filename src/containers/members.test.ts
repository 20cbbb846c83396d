/** Members in columns are what they were when they were taken. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Members, Runs } from "./members";
import { copyOf, Pieces, ZEROS } from "./pieces";
import type { Part } from "./wrapper";

const pieces = fc
	.array(fc.tuple(fc.nat(1000), fc.constantFrom(copyOf(10), copyOf(5000), copyOf(7, 1), ZEROS)), {
		maxLength: 3,
	})
	.map((runs) => {
		const all = new Pieces();
		for (const [length, origin] of runs) all.add(length, origin);
		return all;
	});

const part: fc.Arbitrary<Part> = fc
	.record(
		{
			name: fc.string(),
			size: fc.constant(undefined),
			bytes: pieces,
			detail: fc.string(),
			isDevice: fc.constant(true),
		},
		{ requiredKeys: ["name", "size", "bytes"] },
	)
	.map((made) => ({ ...made, size: made.bytes.size }) as Part);

test("parts come out as they were taken, whatever is told of them", () => {
	fc.assert(
		fc.property(fc.array(part, { maxLength: 200 }), (parts) => {
			const runs = new Runs();
			expect(parts.map((one) => runs.take(one))).toEqual(parts.map((_, row) => row));
			expect(runs.length).toBe(parts.length);
			expect([...runs]).toEqual(parts);
		}),
	);
});

test("what numbers tell is made when it is asked for, and what they do not is kept", () => {
	let made = 0;
	const members = new Members(3, (name, numbers) => {
		made++;
		return `${name} ${numbers.join(" ")}`;
	});
	for (let i = 0; i < 1000; i++) {
		if (i % 10 === 0) members.put(`other ${i}`);
		else members.add(`m${i}`, [i, 2 ** 40 + i, -i]);
	}
	members.set(11, "instead");
	expect(made).toBe(0);
	expect([members.at(0), members.at(7), members.at(11), members.at(999)]).toEqual([
		"other 0",
		`m7 7 ${2 ** 40 + 7} -7`,
		"instead",
		`m999 999 ${2 ** 40 + 999} -999`,
	]);
	expect([...members]).toHaveLength(1000);
});
