/** Who owns the bytes of a space: several who must not, or nobody. */
import { roundDown, roundUp } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { countText, exactBytes } from "../base/words";
import { fault } from "../erofs/faults";
import { sbField } from "../erofs/superblock";
import { clashFindings } from "../ownership/clashes";
import type { Inhabitants } from "../ownership/inhabitants";
import { INODE, UNCLAIMED } from "../ownership/kinds";
import type { SpaceOwners } from "../ownership/space-owners";
import { strayEntries } from "./astray";
import type { Check, Violation } from "./check";

export interface OwnedSpace {
	readonly space: SpaceOwners;
	readonly inhabitants: Inhabitants;
	/** Whether all of the tree could be read: else what nobody is known to own may be somebody's. */
	readonly whole: boolean;
}

/** Places told of one space. */
const MOST_ORPHANS = 1000;
const MOST_UNUSED = 100;

/** Of the volume, the blocks that nobody claims any byte of. */
function unused({ shape, gaps }: SpaceOwners): Violation[] {
	const { id, blockSize } = shape;
	const found: Violation[] = [];
	let more = 0;
	let bytes = 0;
	for (let i = 0; i < gaps.count; i++) {
		if (gaps.kind[i] !== UNCLAIMED) continue;
		const start = roundUp(gaps.start[i] as number, blockSize);
		const end = roundDown(gaps.end[i] as number, blockSize);
		if (start >= end) continue;
		if (found.length < MOST_UNUSED) {
			const at = { space: id, start, end };
			found.push({ structure: "unclaimed", at, seen: exactBytes(end - start) });
			continue;
		}
		more++;
		bytes += end - start;
	}
	const last = found.at(-1);
	if (!last || more === 0) return found;
	const rest = `and ${exactBytes(bytes)} in ${countText(more)} places behind it`;
	return [...found.slice(0, -1), { ...last, seen: `${last.seen} here, ${rest}` }];
}

function orphansOf(space: SpaceOwners, inhabitants: Inhabitants): Violation[] {
	const bodies = space.orphans.flatMap((layer) =>
		Array.from(layer.order.things, (thing) => ({ layer, thing })),
	);
	const inodes = bodies.filter(({ layer, thing }) => layer.kindOf(thing) === INODE);
	return inodes.slice(0, MOST_ORPHANS).map(({ layer, thing }) => ({
		structure: "inode",
		at: { space: space.shape.id, start: layer.startOf(thing), end: layer.endOf(thing) },
		nid: inhabitants.nid(layer.ownerOf(thing)),
		seen: "no name",
	}));
}

/** Whether the volume is less than the file. One of no blocks is told by itself. */
const isShort = ({ shape: { id, declared, size } }: SpaceOwners): boolean =>
	id === IMAGE_SPACE && declared > 0 && declared < size;

/** Behind all that has an owner. */
const reachOf = ({ layers, shape: { size } }: SpaceOwners): number =>
	layers.reduce((reach, { order }) => Math.max(reach, order.reachBefore(size)), 0);

export const spaceChecks: readonly Check<"space">[] = [
	{
		...fault("bytes-owned-twice"),
		on: "space",
		test: ({ space, inhabitants }) => clashFindings(space, inhabitants),
	},
	{
		code: "dirent-nid",
		on: "space",
		severity: "error",
		text: "The entry leads into the middle of something else, where no inode begins: what is read there is not what it should name.",
		test: ({ space, inhabitants }, image) => strayEntries(space, inhabitants, image),
	},
	{
		code: "inode-orphan",
		on: "space",
		severity: "note",
		text: "Nothing leads to this inode: what is in it is not in the tree. Builds in several steps leave such inodes behind.",
		test: ({ space, inhabitants, whole }) => (whole ? orphansOf(space, inhabitants) : undefined),
	},
	{
		code: "sb-blocks-few",
		on: "space",
		severity: "warning",
		text: "Contents lie behind the last block that the superblock counts: kernels read them, but programs that copy only so many blocks lose them.",
		test({ space, inhabitants: { image } }) {
			const { declared, size } = space.shape;
			const end = Math.min(reachOf(space), size);
			if (!isShort(space) || end <= declared) return undefined;
			// What a device in the same file has is counted with the device.
			if (image.devices.some(({ unified }) => unified >= declared)) return undefined;
			const allowed = `at least ${exactBytes(end)}`;
			return [{ ...sbField("blocks_lo"), seen: exactBytes(declared), allowed }];
		},
	},
	{
		code: "image-longer",
		on: "space",
		severity: "note",
		text: "Behind the last block that the superblock counts there is more. Kernels do not look there; signatures and hash trees are often put there.",
		test({ space }) {
			const { id, declared: start, size: end } = space.shape;
			if (!isShort(space) || reachOf(space) > start) return undefined;
			return [
				{
					...sbField("blocks_lo"),
					leadsTo: { space: id, start, end },
					seen: exactBytes(start),
					allowed: `${exactBytes(end)}, the size of the file`,
				},
			];
		},
	},
	{
		code: "bytes-unreferenced",
		on: "space",
		severity: "note",
		text: "Nothing in the image leads to these blocks: they are room that was left for alignment, or what a build in several steps does not need any more.",
		test({ space, whole }) {
			return whole && space.shape.id === IMAGE_SPACE ? unused(space) : undefined;
		},
	},
];
