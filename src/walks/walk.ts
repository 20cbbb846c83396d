/**
 * "How do I get here?": the way to any byte of an image, or of the contents of a file, with the
 * sums in this image's numbers. Where the image is damaged, the way ends at the wrong byte.
 */
import { type Failure, isDamage } from "../base/errors";
import { type Finding, ignoreFindings } from "../base/finding";
import { type SpaceId, span } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { causesOf } from "../checks/causes";
import type { Image } from "../erofs/image";
import type { Ownership } from "../ownership/ownership";
import { toAttribute } from "./attribute-names";
import { toByte, toPathByte } from "./bytes";
import { toHiddenByte } from "./hidden";
import { toPathEnd } from "./paths";
import type { Walk, WalkEnd, WalkStep } from "./step";
import { Walker, type WalkOptions } from "./walker";

/**
 * To byte `offset` of a space.
 * @throws Failure `io` (`no-such-space`), `cancelled`
 */
export const walkToByte = (
	image: Image,
	owners: Ownership,
	space: SpaceId,
	offset: number,
	options: Partial<WalkOptions> = {},
): Promise<Walk> => walk(image, { ...options, owners }, (w) => toByte(w, owners, space, offset));

/**
 * To byte `n` of the contents of what a path leads to; links are not followed.
 * @throws Failure `io` (`no-such-byte`), `cancelled`
 */
export const walkToContents = (
	image: Image,
	path: Uint8Array,
	n: number,
	options: Partial<WalkOptions> = {},
): Promise<Walk> => walk(image, options, (w) => toPathByte(w, path, n));

/**
 * To the inode that a path leads to, or to where it would, were there such a name.
 * @throws Failure `cancelled`
 */
export const walkToPath = (
	image: Image,
	path: Uint8Array,
	options: Partial<WalkOptions> = {},
): Promise<Walk> => walk(image, options, (w) => toPathEnd(w, path));

/**
 * To an attribute of what a path leads to, by its whole name, or to what tells that it is absent.
 * @throws Failure `cancelled`
 */
export const walkToAttribute = (
	image: Image,
	path: Uint8Array,
	name: Uint8Array,
	options: Partial<WalkOptions> = {},
): Promise<Walk> => walk(image, options, (w) => toAttribute(w, path, name));

async function walk(
	image: Image,
	{ report = ignoreFindings, ...options }: Partial<WalkOptions>,
	go: (w: Walker) => Promise<WalkEnd>,
): Promise<Walk> {
	const w = new Walker(image, { ...options, report }, toHiddenByte);
	try {
		const end = await go(w);
		return { steps: w.steps, end };
	} catch (error) {
		if (!isDamage(error)) throw error;
		const { finding, hint, at } = error.info;
		if (!finding) {
			const end = error.kind === "unsupported" ? "missing" : "damage";
			return { steps: [...w.steps, stopped(error, w)], end };
		}
		report(finding);
		const cause = causeOf(finding, image);
		if (cause) report(cause);
		const last = cause
			? wrongAt(cause, w, `So this was met: ${finding.text}`)
			: wrongAt(finding, w, hint, at);
		return { steps: [...w.steps, last], end: "damage" };
	}
}

/** What was wrong when the image was opened, where that is why the way ends. */
function causeOf(finding: Finding, { findings, facts }: Image): Finding | undefined {
	const context = { rootNid: facts.rootNid, declared: facts.blocks * facts.blockSize };
	return causesOf([...findings, finding], context).get(finding);
}

/** The step at which the way ends, where nothing is wrong. */
function stopped({ message, info }: Failure, { steps }: Walker): WalkStep {
	const at = info.at ?? steps.at(-1)?.at[0] ?? span(IMAGE_SPACE, 0, 0);
	return {
		at: [at],
		text: `The way ends here: ${message}`,
		...(info.hint ? { why: info.hint } : {}),
		depth: steps.at(-1)?.depth ?? 0,
	};
}

/** The wrong bytes. @param at those of them that show it */
function wrongAt(
	finding: Finding,
	{ steps }: Walker,
	why: string | undefined,
	at = finding.at,
): WalkStep {
	return {
		at: [at, ...(at === finding.at ? [] : [finding.at])],
		field: fieldOf(finding),
		finding,
		text: `The way ends here: ${finding.text}`,
		...(why ? { why } : {}),
		depth: steps.at(-1)?.depth ?? 0,
	};
}

const fieldOf = ({ structure, field }: { structure: string; field?: string }): string =>
	field === undefined ? structure : `${structure}.${field}`;
