/**
 * The bench: an altered copy of the open image. What is altered is a part of the address, so that a
 * copy opens as any image does, and can be linked; what was taken back is kept until something else
 * is done.
 */
import { create } from "zustand";
import {
	type Alteration,
	type Edit,
	formatAlteration,
	MOST_ALTERATIONS,
	parseAlteration,
} from "../../base/edits";
import type { Span } from "../../base/range";
import { counted } from "../../base/words";
import type { OpenFile } from "./image";
import { useJobs } from "./jobs";
import { currentPlace, navigate, usePlace } from "./location";
import { originKey, originOf, unaltered } from "./origin";
import { offerFile } from "./save";

interface Bench {
	/** The image that the rest is about. */
	readonly of?: string | undefined;
	/** Alterations that were taken back, the last of them last. */
	readonly undone: readonly string[];
	/** The alterations they come after: where the place has others, they are none to make again. */
	readonly after: readonly string[];
	/** What a ready-made breakage altered, and which of its options was predicted, by its id. */
	readonly broken: Readonly<Record<string, { readonly text: string; readonly predicted: number }>>;
}

const NOTHING: Bench = { of: undefined, undone: [], after: [], broken: {} };

const useStore = create<Bench>()(() => NOTHING);

const imageHere = (): string | undefined => originKey(unaltered(originOf(currentPlace())));

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
	some.length === others.length && some.every((text, i) => text === others[i]);

/** What is kept of the image that the place names. */
function kept(): Bench {
	const bench = useStore.getState();
	const of = imageHere();
	if (bench.of !== of) return { ...NOTHING, of };
	// One has come here by the browser's own way back, or a link.
	return isSame(bench.after, altered()) ? bench : { ...bench, undone: [] };
}

const go = (edits: readonly string[], unmended = currentPlace().unmended): void =>
	navigate({ edits: edits.length ? edits : undefined, unmended });

const altered = (): readonly string[] => currentPlace().edits ?? [];

/** @param unmended leaves the checksum of the superblock as it is */
export function alter(alteration: Alteration, { unmended }: { unmended?: true } = {}): void {
	useStore.setState({ ...kept(), undone: [] });
	go([...altered(), formatAlteration(alteration)], unmended ?? currentPlace().unmended);
}

/** Alters by a ready-made breakage, of which the reader has predicted what it does. */
export function breakBy(
	id: string,
	alteration: Alteration,
	predicted: number,
	how: { unmended?: true },
): void {
	const bench = kept();
	const broken = { ...bench.broken, [id]: { text: formatAlteration(alteration), predicted } };
	useStore.setState({ ...bench, broken });
	alter(alteration, how);
}

export function takeBack(): void {
	const before = altered();
	const last = before.at(-1);
	if (last === undefined) return;
	const bench = kept();
	const after = before.slice(0, -1);
	useStore.setState({ ...bench, undone: [...bench.undone, last], after });
	go(after);
}

export function doAgain(): void {
	const bench = kept();
	const next = bench.undone.at(-1);
	if (next === undefined) return;
	const after = [...altered(), next];
	useStore.setState({ ...bench, undone: bench.undone.slice(0, -1), after });
	go(after);
}

export const canTakeBack = (): boolean => altered().length > 0;
export const canDoAgain = (): boolean => kept().undone.length > 0;

/** Back to the image as it is. */
export function takeAllBack(): void {
	const bench = kept();
	const undone = [...bench.undone, ...altered().toReversed()];
	useStore.setState({ ...bench, undone, after: [] });
	go([], undefined);
}

export const setMended = (mends: boolean): void => go(altered(), mends ? undefined : true);

export interface BenchNow {
	/** Step by step, as the address has them. */
	readonly edits: readonly string[];
	readonly mends: boolean;
	readonly canRedo: boolean;
	readonly isFull: boolean;
	readonly broken: Bench["broken"];
}

export function useBench(): BenchNow {
	const place = usePlace();
	const bench = useStore();
	const { edits = [], unmended } = place;
	const isHere = bench.of === originKey(unaltered(originOf(place)));
	return {
		edits,
		mends: !unmended,
		canRedo: isHere && bench.undone.length > 0 && isSame(bench.after, edits),
		isFull: edits.length >= MOST_ALTERATIONS,
		broken: isHere ? bench.broken : {},
	};
}

/** Whether the bytes of a change are there: a link can name others, and those change nothing. */
export const isThere = ({ facts }: Pick<OpenFile, "facts">, { space, at, bytes }: Edit): boolean =>
	facts.spaces.some(({ id, size }) => id === space && at + bytes.length <= size);

/** `2 changes`: those that change something. */
export function changesText(file: Pick<OpenFile, "facts">, edits: readonly string[]): string {
	const count = edits.filter((text) =>
		parseAlteration(text)?.every((edit) => isThere(file, edit)),
	).length;
	return counted(count, "change");
}

/** Opens the bench, with bytes to change. */
export const openBench = (at?: Span): void =>
	navigate({
		learn: "bench",
		...(at ? { view: "bytes", space: at.space, at: { start: at.start, end: at.end } } : {}),
	});

/** Downloads the image, or a device of it, with what was altered. */
export function saveCopy({ client, facts }: OpenFile, space: string): Promise<boolean> {
	const device = space === "image" ? "" : `.${space.replace(":", "-")}`;
	const name = `altered${device}.${facts.name.split(/[\\/]/).at(-1)}`;
	return useJobs.getState().run(`Copy ${name}`, async (context) => {
		const { file, notes } = await client.call("saveCopy", { space, name }, context);
		offerFile(file);
		return notes;
	});
}
