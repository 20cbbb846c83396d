/** Every term, from the tables of the format and of wrappers, lists, and the words that lessons explain. */

import type { Range } from "../base/range";
import { STRUCTURES } from "../containers/structures";
import { ALGORITHMS, COMPAT_FEATURES, INCOMPAT_FEATURES } from "../erofs/structs/features";
import { LAYOUTS } from "../erofs/structs/inode";
import { superblock } from "../erofs/structs/superblock";
import { tables } from "../erofs/structs/tables";
import { KIND_WORDS } from "../ownership/words";
import { LESSONS } from "./index";

export interface Term {
	/** Of a kind of bytes: its key in KIND_WORDS. */
	readonly kind?: string;
	/** Unique, and what links name: `erofs_dirent.nid`. */
	readonly key: string;
	readonly title: string;
	readonly doc: string;
	/** First Linux that knows it. */
	readonly since?: string;
	/** Where it is explained: the id of a lesson and a step of it, counted from 0. */
	readonly lesson?: { readonly id: string; readonly step: number };
	/** Bytes of the image that are an example, where they are the same in each image. */
	readonly at?: Range;
}

const SUPERBLOCK_AT = 1024;

const fromTables = (): Term[] =>
	tables.flatMap(({ name, doc, list }) => {
		const fixed = name === superblock.name;
		const lesson = LESSONS.find(({ about }) => about.includes(name));
		const explained = lesson ? { lesson: { id: lesson.id, step: 0 } } : {};
		const whole = fixed
			? { at: { start: SUPERBLOCK_AT, end: SUPERBLOCK_AT + superblock.size } }
			: {};
		const fields = list.map(([key, { doc, since, at, size }]): Term => {
			const start = SUPERBLOCK_AT + at;
			return {
				key: `${name}.${key}`,
				title: key,
				doc,
				...(since ? { since } : {}),
				...explained,
				...(fixed ? { at: { start, end: start + size } } : {}),
			};
		});
		return [{ key: name, title: name, doc, ...explained, ...whole }, ...fields];
	});

/** Of files around images: each with the word for what has it. */
const fromWrappers = (): Term[] =>
	STRUCTURES.flatMap(({ of, tables }) =>
		tables.flatMap(({ name, doc, list }) => [
			{ key: name, title: name, doc: `${doc} A structure of ${of}.` },
			...list.map(([key, { doc }]) => ({
				key: `${name}.${key}`,
				title: key,
				doc: `${doc} In ${of}.`,
			})),
		]),
	);

/** The bytes of a field of the superblock. */
function inSuperblock(field: keyof typeof superblock.at, size: number): Range {
	const start = SUPERBLOCK_AT + superblock.at[field];
	return { start, end: start + size };
}

/** Bits of the words of features, and where those stand. */
const FEATURES = [
	...INCOMPAT_FEATURES.map((each) => ({ ...each, at: inSuperblock("feature_incompat", 4) })),
	...COMPAT_FEATURES.map((each) => ({ ...each, at: inSuperblock("feature_compat", 4) })),
];

const fromLists = (): Term[] => [
	...FEATURES.map(({ label, doc, since, at }) => ({
		key: `feature.${label}`,
		title: label,
		doc,
		at,
		...(since ? { since } : {}),
		lesson: { id: "superblock", step: 5 },
	})),
	...ALGORITHMS.map(({ label, since }) => ({
		key: `algorithm.${label}`,
		title: label,
		doc: "A compression algorithm of this format.",
		at: inSuperblock("available_compr_algs", 2),
		lesson: { id: "indexes", step: 0 },
		since,
	})),
	...LAYOUTS.map(({ label, doc }, i) => ({
		key: `layout.${i}`,
		title: `layout ${i}: ${label}`,
		doc,
		lesson: { id: i === 1 || i === 3 ? "indexes" : "contents", step: 0 },
	})),
];

const fromLessons = (): Term[] =>
	LESSONS.flatMap(({ id, title, steps }) =>
		steps.flatMap(({ terms = [] }, step) =>
			terms.map((term) => ({
				key: `word.${term}`,
				title: term,
				doc: `Explained in the lesson “${title}”.`,
				lesson: { id, step },
			})),
		),
	);

/** What the bytes of an image can be, as maps of it name them. */
const fromKinds = (): Term[] =>
	Object.entries(KIND_WORDS).map(([kind, { name, doc }]) => ({
		...{ key: `word.${name}`, title: name, doc, kind },
	}));

/** The entry that a word means: by its key, its title, its kind of bytes, or the last part of its key. */
export function termOf(terms: readonly Term[], word: string): Term | undefined {
	const small = word.toLowerCase();
	return (
		terms.find(({ key }) => key === word) ??
		terms.find(({ title }) => title.toLowerCase() === small) ??
		terms.find(({ kind }) => kind === word) ??
		terms.find(({ key }) => key.endsWith(`.${word}`))
	);
}

/** In the order of their titles; of several of the same key the first, with what others add to it. */
export function glossary(): readonly Term[] {
	const all = new Map<string, Term>();
	const terms = [fromKinds(), fromLessons(), fromTables(), fromLists(), fromWrappers()].flat();
	for (const term of terms) all.set(term.key, { ...term, ...all.get(term.key) });
	return [...all.values()].sort((a, b) => (a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1));
}
