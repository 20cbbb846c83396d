/** Who goes a way: the image, the bytes of its spaces, and the steps taken so far. */
import { corrupt, Failure } from "../base/errors";
import type { Culprit, Finding, Report } from "../base/finding";
import { contains, type Range, type SpaceId, type Span, span } from "../base/range";
import { Resident, withBytes } from "../base/resident";
import type { Container, Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { layFixed } from "../erofs/layout/fixed";
import { layInode } from "../erofs/layout/inode";
import type { Ownership } from "../ownership/ownership";
import { Checker } from "../schema/checker";
import { type Step, Stepper } from "../schema/stepper";
import { type Sum, sumOf } from "../schema/sum";
import type { Visitor } from "../schema/visit";
import type { WalkStep, WalkSum } from "./step";

/** Something the layout tells, and the bytes it is told from. */
export interface Laid {
	readonly bytes: Resident;
	/** The inode that it is of. */
	readonly nid?: bigint;
	/** @throws Missing, or Failure `corrupt` */
	lay(v: Visitor): void;
}

/** What a step says beside where it is. */
export interface Words {
	readonly text: string;
	/** What the table says of the field or structure, when left out. */
	readonly why?: string;
	/** Other bytes that were read with it. */
	readonly more?: readonly Span[];
	readonly sum?: WalkSum;
	readonly since?: string;
	/** It only says where it begins: the rest of it is not gone by. */
	readonly passes?: true;
}

/** A stored byte of the contents of an inode. */
export interface Goal {
	readonly nid: bigint;
	readonly at: Span;
}

export interface WalkOptions {
	readonly signal?: AbortSignal | undefined;
	/** Damage met on the way that did not end it. */
	readonly report: Report;
	/** Who owns which bytes, where that is known: then it is seen that two own the same. */
	readonly owners?: Ownership | undefined;
}

/** The Linux that EROFS became a part of; what has no later version is as old. */
const FIRST = "5.4";
/** Steps of one way at most: names, halvings and clusters are bounded, but not all together. */
const MOST_STEPS = 4096;
/** Ways inside ways: a file, the packed inode it has its tail in, the metabox that is in. */
const DEEPEST = 4;

export const place = (sum: Sum): WalkSum => ({ ...sumOf(sum), of: "place" });
export const number = (sum: Sum): WalkSum => ({ ...sumOf(sum), of: "number" });

export class Walker {
	readonly image: Image;
	readonly signal: AbortSignal | undefined;
	readonly report: Report;
	readonly owners: Ownership | undefined;
	readonly steps: WalkStep[] = [];
	/** The stored byte that is the goal: the way ends there, and not at a decoded one. */
	goal: Goal | undefined;
	/** Places that lead to others again and again, and are told the first time. */
	readonly #told = new Set<string>();
	readonly #residents = new Map<SpaceId, Resident>();
	readonly #into: (w: Walker, space: SpaceId, offset: number) => Promise<void>;
	#depth = 0;

	/** @param into goes the way to a byte of the contents of a hidden inode */
	constructor(
		image: Image,
		{ signal, report, owners }: WalkOptions,
		into: (w: Walker, space: SpaceId, offset: number) => Promise<void>,
	) {
		this.image = image;
		this.signal = signal;
		this.report = report;
		this.owners = owners;
		this.#into = into;
	}

	add(step: Omit<WalkStep, "depth">): void {
		if (this.steps.length >= MOST_STEPS) {
			throw new Failure({ kind: "limit", message: `The way has more than ${MOST_STEPS} steps.` });
		}
		this.steps.push({ since: FIRST, ...step, depth: this.#depth });
	}

	/** True the first time it is asked. */
	isNew(what: string): boolean {
		if (this.#told.has(what)) return false;
		this.#told.add(what);
		return true;
	}

	/** The way to a byte of a space that is the contents of a hidden inode. */
	async into(space: SpaceId, offset: number): Promise<void> {
		if (this.#depth >= DEEPEST) {
			const message = "The way leads from one hidden inode to another without an end.";
			throw new Failure({ kind: "limit", message, at: span(space, offset, offset + 1) });
		}
		this.#depth++;
		await this.#into(this, space, offset);
		this.#depth--;
	}

	bytesOf(home: Container): Resident {
		const known = this.#residents.get(home.space);
		if (known) return known;
		const bytes = new Resident(home);
		this.#residents.set(home.space, bytes);
		return bytes;
	}

	/** What the superblock leads to. */
	fixed(): Laid {
		const { image } = this;
		return { bytes: this.bytesOf(image.primary), lay: (v) => layFixed(image, v) };
	}

	/** An inode with all that lies behind it. */
	body(inode: Inode): Laid {
		const { image } = this;
		const bytes = this.bytesOf(inode.home);
		return { bytes, nid: inode.nid, lay: (v) => layInode({ image, inode, bytes }, v) };
	}

	/** What the layout tells of a few bytes, from the outside in. */
	told({ bytes, lay }: Laid, range: Range): Promise<readonly Step[]> {
		return this.run(() => {
			const stepper = new Stepper(bytes, range);
			lay(stepper);
			return stepper.steps;
		});
	}

	run<T>(step: () => T): Promise<T> {
		return withBytes(step, this.signal);
	}

	/** The way ends at what breaks a rule: nothing that it says leads on. @throws Failure `corrupt` */
	async #heed({ bytes, nid, lay }: Laid, range: Range, isRead: (wrong: Finding) => boolean) {
		const found = await this.run(() => {
			const told: Finding[] = [];
			lay(new Rules(bytes, (finding) => told.push(finding), nid, range));
			return told;
		});
		const wrong = found.find((each) => isBroken(each) && isRead(each));
		if (wrong) throw corrupt(wrong);
	}

	/** A step to a field; the layout tells what it is. */
	async field(laid: Laid, { structure, field, at }: Culprit, words: Words): Promise<void> {
		const told = await this.told(laid, at);
		const step = told.findLast(({ name }) => name === field);
		this.add({
			at: [at, ...(words.more ?? [])],
			field: field === undefined ? structure : `${structure}.${field}`,
			...wordsOf(words, step),
		});
		for (const read of [at, ...(words.more ?? [])]) {
			if (read.space === laid.bytes.space)
				await this.#heed(laid, read, (wrong) => isIn(wrong.at, read));
		}
	}

	/**
	 * A step to a structure that holds byte `at`; the layout tells where it begins, and why there.
	 * @param n which of a list
	 */
	async structure(
		laid: Laid,
		name: string,
		at: number,
		words: Words,
		n?: number,
	): Promise<Span | undefined> {
		const told = await this.told(laid, { start: at, end: at + 1 });
		const step = told.find(
			(each) => each.name === name && contains(each, at) && (n === undefined || each.n === n),
		);
		if (!step) return undefined;
		const found = span(laid.bytes.space, step.start, step.end);
		const sum = words.sum ?? (step.sum && place(step.sum));
		this.add({
			at: [found, ...(words.more ?? [])],
			field: name,
			...wordsOf(words, step),
			...(sum ? { sum } : {}),
		});
		// Of an inode, the steps to its fields say what was read.
		if (!words.passes && !INODE.test(name)) {
			await this.heed(laid, name, found);
		}
		return found;
	}

	/** Ends the way at a structure that breaks a rule. @throws Failure `corrupt` */
	heed(laid: Laid, name: string, at: Span): Promise<void> {
		const { start } = at;
		const here = { start, end: start + 1 };
		return this.#heed(laid, here, (wrong) => wrong.structure === name && isIn(wrong.at, at));
	}
}

/** What stops the layout is told by the readers, which know what they read. */
class Rules extends Checker {
	override stop(): void {}
}

const INODE = /^erofs_inode_(compact|extended)$/;

const isBroken = ({ severity }: Finding): boolean => severity === "error";

const isIn = (inner: Span, outer: Span): boolean =>
	inner.space === outer.space && inner.start >= outer.start && inner.end <= outer.end;

function wordsOf({ text, why, sum, since }: Words, told: Step | undefined) {
	const because = why ?? told?.doc;
	const version = since ?? told?.since;
	return {
		text,
		...(because ? { why: because } : {}),
		...(sum ? { sum } : {}),
		...(version ? { since: version } : {}),
	};
}
