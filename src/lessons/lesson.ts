/**
 * What a lesson is: text, steps and questions, as plain data once told. A step looks at the open
 * image through a {@link Scene} and takes its numbers from there, so that the same step runs on a
 * bundled sample and on an image of the reader's.
 */
import type { Exact } from "../base/exact";
import type { Span } from "../base/range";
import type { Sum } from "../schema/sum";
import type { Candidate, Scene } from "./scene";

export interface Lesson {
	/** In links, and where progress is kept. */
	readonly id: string;
	readonly title: string;
	/** What the reader can do afterwards. */
	readonly goal: string;
	/** Structures it explains, as the kernel spells them: fields and findings lead here. */
	readonly about: readonly string[];
	readonly steps: readonly LessonStep[];
}

export interface LessonStep {
	/** The bundled image it runs on, and the file that it speaks of. */
	readonly sample: string;
	/** It runs on a copy of the sample that is altered so, each as `parseAlteration` reads it. */
	readonly edits?: readonly string[];
	/** It runs on any copy of the sample, however the reader has altered it. */
	readonly bench?: true;
	readonly path?: string;
	/** What it needs of an image of the reader's; any will do without. `never`: it speaks of the sample alone. */
	readonly own?: Wanted | "never";
	/** Words that are explained here, and are used in no step before. */
	readonly terms?: readonly string[];
	/** The last of a lesson: it begins at the superblock, and has no hints before the first try. */
	readonly closing?: true;
	tell(scene: Scene): Promise<Telling>;
}

export interface Wanted {
	/** For who has none: “a file that is not compressed”. */
	readonly what: string;
	fits(candidate: Candidate): boolean | Promise<boolean>;
}

/** What a step says of the image at hand. */
export interface Telling {
	/** Bytes that are selected with it; without them the selection stays. */
	readonly at?: Span;
	/** The reader is to find it: the superblock is shown, and no file is chosen. */
	readonly blind?: true;
	/** The path that it speaks of, where that is not the file of the step. */
	readonly path?: string;
	/** Where it is looked at; in Bytes without. */
	readonly view?: "files" | "check";
	/** Paragraphs. `code` stands between backticks, **words** that are explained between stars. */
	readonly text: readonly string[];
	/** An entry of bits, drawn. */
	readonly bits?: BitRow;
	/** One after the other. */
	readonly asks: readonly Question[];
	/** Once all are answered. */
	readonly after?: string;
}

/** A number cut into groups of bits, from the highest on. */
export interface BitRow {
	readonly value: number;
	/** Bits in all. */
	readonly width: number;
	readonly groups: readonly {
		readonly label: string;
		readonly bits: number;
		readonly says: string;
	}[];
}

/** First the rule or where to look, then the other, then the sum without its result. */
export type Hints = readonly [first: string, second: string, sum: string];

interface Asked {
	readonly ask: string;
	readonly hints: Hints;
}

export interface NumberQuestion extends Asked {
	readonly kind: "number";
	readonly answer: Exact;
	/** How it comes about. */
	readonly sum?: Sum;
	/** Answers that show what was misunderstood, each with a sentence. */
	readonly wrong: readonly { readonly answer: Exact; readonly say: string }[];
}

export interface TextQuestion extends Asked {
	readonly kind: "text";
	readonly answer: string;
	/** Other names for the same. */
	readonly also?: readonly string[];
}

/** One of several, or all that are right. */
export interface PickQuestion extends Asked {
	readonly kind: "pick";
	readonly options: readonly string[];
	readonly answers: readonly number[];
	readonly several: boolean;
}

/** Bytes to be found: to touch, or to select exactly. */
export interface PlaceQuestion extends Asked {
	readonly kind: "place";
	readonly answer: Span;
	readonly exactly: boolean;
}

export type Question = NumberQuestion | TextQuestion | PickQuestion | PlaceQuestion;

/** A step on the open image, or what the image would have to have. */
export type Told =
	| { readonly telling: Telling; readonly path?: string; readonly nid?: bigint }
	| { readonly lacks: string };
