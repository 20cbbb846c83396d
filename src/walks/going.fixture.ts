/** What tests ask of ways, whatever they lead to: by the oracle's bytes and its decoders. */
import { isFile } from "../base/space";
import { stripLeadingZeros } from "../codecs/padding";
import { worked } from "../testing/arithmetic";
import { CODECS } from "../testing/oracle/contents";
import type { Inode } from "../testing/oracle/inode";
import { spaceNamed, type Volume } from "../testing/oracle/volume";
import type { Walk, WalkStep, WalkUnit } from "./step";

/** What is wrong with the steps themselves, in words. */
export function faults(walk: Walk, sizes: ReadonlyMap<string, number>): string[] {
	return walk.steps.flatMap((step, i) => [
		...sumFaults(step).map((fault) => `step ${i + 1}: ${fault}`),
		...step.at.flatMap(({ space, start, end }) => {
			const size = sizes.get(space) ?? Number.POSITIVE_INFINITY;
			return start >= 0 && start <= end && end <= size
				? []
				: [`step ${i + 1}: ${space}:${start}..${end} is outside of ${size} bytes`];
		}),
	]);
}

function sumFaults({ sum, at: [at] }: WalkStep): string[] {
	if (!sum) return [];
	const wrong: string[] = [];
	if (worked(sum.text) !== BigInt(sum.value)) wrong.push(`${sum.text} is not ${sum.value}`);
	if (sum.of === "place" && sum.value !== at.start)
		wrong.push(`${sum.text} leads to ${sum.value}, not ${at.start}`);
	return wrong;
}

export function sizesOf({ image, devices, metabox, packed }: Volume): Map<string, number> {
	const spaces = [image, ...devices, metabox, packed].filter((space) => space !== undefined);
	return new Map(spaces.map(({ name, size }) => [name, size]));
}

/** The byte that a way leads to, by the oracle's bytes and its decoders. */
export function byteAt(volume: Volume, { steps, end }: Walk): number | undefined {
	if (end === "hole") return 0;
	for (const { unit, sum, at } of steps.toReversed()) {
		if (unit) return decodedByte(volume, unit);
		const [{ space, start, end }] = at;
		if (sum?.of === "place" && !isFile(space) && end === start + 1)
			return spaceNamed(volume, space).u8(start);
	}
	return undefined;
}

const LZ4_0PADDING = 1;

function decodedByte(volume: Volume, { stored, algorithm, length, offset, partial }: WalkUnit) {
	const bytes = spaceNamed(volume, stored.space).slice(stored.start, stored.end);
	const legacy = algorithm === 0 && (volume.incompat & LZ4_0PADDING) === 0;
	const out = new Uint8Array(length);
	const stream = legacy ? bytes : bytes.subarray(stripLeadingZeros(bytes));
	CODECS[algorithm]?.decode(stream, out, { partial: partial || legacy });
	return out[offset];
}

/** Where the inodes on the way lie. */
export const inodesOf = ({ steps }: Walk): string[] =>
	steps
		.filter(({ field }) => field?.startsWith("erofs_inode_") && !field.includes("."))
		.map(({ at: [{ space, start }] }) => `${space}:${start}`);

export const placeOf = ({ home, at }: Inode): string => `${home.name}:${at}`;
