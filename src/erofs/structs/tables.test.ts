/** What must hold for every structure table, whichever it is. */
import { expect, test } from "vitest";
import { holes, type Struct } from "../../schema/struct";
import { tables } from "./tables";

const fieldsOf = (table: Struct<never>) => Object.entries(table.fields);

test.each(tables.map((t) => [t.name, t] as const))(
	"%s: fields lie inside and leave no hole",
	(_, table) => {
		for (const [key, field] of fieldsOf(table)) {
			expect(field.at + field.size, key).toBeLessThanOrEqual(table.size);
		}
		expect(holes(table)).toEqual([]);
	},
);

test.each(tables.map((t) => [t.name, t] as const))(
	"%s: only fields with a condition share bytes",
	(_, table) => {
		const fixed = fieldsOf(table)
			.filter(([, f]) => !f.when && f.size > 0)
			.sort(([, a], [, b]) => a.at - b.at);
		fixed.forEach(([key, field], i) => {
			const next = fixed[i + 1]?.[1];
			if (next) expect(field.at + field.size, key).toBeLessThanOrEqual(next.at);
		});
	},
);

test.each(tables.map((t) => [t.name, t] as const))(
	"%s: every field and bit is explained",
	(_, table) => {
		expect(table.doc).toMatch(/\.$/);
		for (const [key, field] of fieldsOf(table)) {
			expect(field.doc, key).toMatch(/[.)]$/);
			for (const bits of field.bits ?? [])
				expect(bits.doc.length, `${key} ${bits.label}`).toBeGreaterThan(3);
		}
	},
);

test.each(tables.map((t) => [t.name, t] as const))(
	"%s: links and rules name fields it has",
	(_, table) => {
		const keys = Object.keys(table.fields);
		for (const { field } of table.links) expect(keys).toContain(field);
		for (const { fields } of table.rules) expect(keys).toEqual(expect.arrayContaining([...fields]));
	},
);

test("a rule code means one thing", () => {
	const texts = new Map<string, string>();
	for (const table of tables) {
		const rules: { readonly code: string; readonly text: string }[] = [...table.rules];
		for (const [, field] of fieldsOf(table)) rules.push(...(field.rules ?? []));
		for (const rule of rules) {
			expect(texts.get(rule.code) ?? rule.text, table.name).toBe(rule.text);
			texts.set(rule.code, rule.text);
		}
	}
	expect(texts.size).toBeGreaterThan(15);
});
