/** Who looks at the compressed units of an image: they are given to it in batches. */
import type { SpaceId } from "../base/range";
import type { ByteSource } from "../base/source";
import { type Image, sourceOf } from "../erofs/image";
import { unitRules } from "./streams";
import { unitLook } from "./unit-look";
import { roomForUnits, rowsOf, type UnitLook, type Units } from "./units";

export interface UnitPlaces {
	/** Where they are put: batches one after the other, and then the first one again. */
	readonly units: Units;
	/** Batches to begin before what came of the first is waited for. */
	readonly ahead: number;
	/** Bytes after which a batch ends, decoded. */
	readonly batch: number;
	/** Lets a batch be looked at. */
	begin(batch: number): void;
	/**
	 * What comes of the batch that began first of those that were not asked for: a promise only where
	 * that must be waited for, since there are very many.
	 * @returns rows of the batch that are not sure to be sound @throws Failure `io`, `cancelled`
	 */
	outcome(batch: number): Promise<readonly number[]> | readonly number[];
	/** Looks here at a batch that waits for a place elsewhere. @returns false when none does */
	readonly help?: () => Promise<boolean>;
}

/** Bytes of a batch where a read is no wait, a short one, and a long one: so many are asked for together. */
export const NEAR_BATCH = 1 << 20;
export const LOCAL_BATCH = 8 << 20;
export const FAR_BATCH = 32 << 20;
/** For so many bytes of a batch there may be a unit. */
const LEAST_UNIT = 8 << 10;

export function batchOf({ fill, readOnce }: ByteSource): number {
	if (fill) return NEAR_BATCH;
	return readOnce ? LOCAL_BATCH : FAR_BATCH;
}

/** Room for the batches that are ahead, and for one that is put together meanwhile. */
export const roomAhead = (
	spaces: readonly SpaceId[],
	{ ahead, batch }: Pick<UnitPlaces, "ahead" | "batch">,
	Memory?: Parameters<typeof roomForUnits>[3],
): Units => roomForUnits(spaces, ahead + 1, Math.ceil(batch / LEAST_UNIT), Memory);

/** Looks at units of an image here. */
export const lookHere = (image: Image, signal?: AbortSignal): UnitLook =>
	unitLook(unitRules(image), (space) => sourceOf(image, space), signal);

/** Here. */
export function unitsHere(
	image: Image,
	signal?: AbortSignal,
	{ ahead = 1, batch = batchOf(image.primary.source) }: Partial<Omit<UnitPlaces, "units">> = {},
): UnitPlaces {
	const units = roomAhead([image.primary.space], { ahead, batch });
	const look = lookHere(image, signal);
	const outcomes = new Map<number, Promise<readonly number[]>>();
	return {
		...{ units, ahead, batch },
		begin(batch) {
			const outcome = look(units, rowsOf(units, batch));
			outcome.catch(() => {}); // who asks for it hears of it
			outcomes.set(batch, outcome);
		},
		outcome: (batch) => outcomes.get(batch) as Promise<readonly number[]>,
	};
}
