/** The glossary: complete by making, and without holes. */
import { expect, test } from "vitest";
import { STRUCTURES } from "../containers/structures";
import { tables } from "../erofs/structs/tables";
import { KIND_WORDS } from "../ownership/words";
import { glossary, termOf } from "./glossary";
import { LESSONS } from "./index";
import { WAYS } from "./ways";

test("every structure, field and word of a lesson has one entry, with words and a way to learn", () => {
	const terms = glossary();
	const keys = terms.map(({ key }) => key);
	expect(new Set(keys).size).toBe(keys.length);
	for (const { name, list } of [...tables, ...STRUCTURES.flatMap(({ tables }) => tables)])
		for (const key of [name, ...list.map(([field]) => `${name}.${field}`)])
			expect(keys).toContain(key);
	for (const { name, doc } of Object.values(KIND_WORDS))
		expect(terms.find(({ key }) => key === `word.${name}`)?.doc).toBe(doc);
	// A word that is both has the words of one, and the lesson of the other.
	expect(terms.find(({ key }) => key === "word.superblock")?.lesson?.id).toBe("superblock");
	for (const { steps } of LESSONS)
		for (const { terms = [] } of steps)
			for (const term of terms) expect(keys).toContain(`word.${term}`);
	for (const { key, doc, lesson } of terms) {
		expect(doc.length, key).toBeGreaterThan(2);
		const steps = LESSONS.find(({ id }) => id === lesson?.id)?.steps ?? [];
		if (lesson) expect(steps[lesson.step], key).toBeDefined();
	}
	expect(terms.find(({ key }) => key === "erofs_super_block.blkszbits")?.at).toEqual({
		start: 1036,
		end: 1037,
	});
});

test("what explains a way is there", () => {
	const lessons = new Set(LESSONS.map(({ id }) => id));
	const terms = glossary();
	const without = WAYS.filter(({ explained }) =>
		"lesson" in explained ? !lessons.has(explained.lesson) : !termOf(terms, explained.term),
	);
	expect(without.map(({ id }) => id)).toEqual([]);
});
