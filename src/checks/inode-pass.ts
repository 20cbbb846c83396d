/**
 * Looks at all inodes of a tree. Files come as soon as the census has settled them, where nothing is
 * waited for: others can decode their units while it goes on. Directories, which must be complete,
 * and all that is left come at the end, in the order in which they lie.
 */
import { checkCancelled } from "../base/errors";
import type { Resident } from "../base/resident";
import type { Pace } from "../census/pace";
import type { Scan } from "../census/scan/scan";
import type { Tree } from "../census/tree";
import type { Image } from "../erofs/image";
import { Inhabitants } from "../ownership/inhabitants";
import { Planner } from "../ownership/planner";
import { forEach } from "../ownership/steps";
import { SoundInodes, type SoundOptions } from "./sound";
import type { SoundMany } from "./sound-many";

/** Inodes that are worth a look of their own, and a scan: while the pages they lie in are still there. */
const ENOUGH = 32;
const ENOUGH_TO_SCAN = 128;

export interface PassOptions extends Omit<SoundOptions, "planner">, Pace {
	/** Whether what the inodes own is planned by the way, and of no use but for the check. */
	readonly isPlanned: boolean;
	readonly isBare: boolean;
}

export class InodePass {
	readonly inhabitants: Inhabitants;
	readonly planner: Planner | undefined;
	readonly #options: PassOptions;
	/** Who looks: it knows what takes a closer look. */
	readonly sound: SoundInodes;
	readonly #isNear: boolean;
	/** Files of rows below this one have been looked at. */
	#settled = 0;

	/**
	 * @param tree may grow until {@link finish} is called
	 * @param bytes of the image, of who lets it grow
	 * @param scan of the same bytes
	 */
	constructor(image: Image, tree: Tree, options: PassOptions, bytes?: Resident, scan?: Scan) {
		this.inhabitants = new Inhabitants(image, tree, undefined, bytes);
		const { isPlanned, isBare } = options;
		const about = { room: scan?.room, isBare };
		this.planner = isPlanned ? new Planner(this.inhabitants, about) : undefined;
		this.#options = options;
		this.sound = new SoundInodes(this.inhabitants, { ...options, planner: this.planner }, scan);
		const { fill, readOnce } = image.primary.source;
		this.#isNear = fill !== undefined || readOnce !== undefined;
	}

	/**
	 * Looks at files among the inodes of rows below `settled`, about which the census says no more,
	 * when they are many; else undefined. @throws Failure `io`, `cancelled`
	 */
	goOn(settled: number): Promise<void> | undefined {
		const enough = this.sound.many ? ENOUGH_TO_SCAN : ENOUGH;
		return settled - this.#settled < enough ? undefined : this.#lookSoon(settled);
	}

	/** Looks at all others. @param told called now and then @throws Failure `io`, `cancelled` */
	async finish(told: () => void): Promise<void> {
		const { inhabitants } = this;
		// What files share is told of the first: the same one, whether somebody went beside or not.
		await this.#lookSoon(inhabitants.tree.inodes.count, told);
		inhabitants.grow();
		const isLeft = (row: number) => row >= this.#settled || !this.#isSoon(row);
		for (const rows of inhabitants.byHome().values()) await this.#look(rows.filter(isLeft), told);
	}

	/** At those that are near, in the order of the tree. */
	#lookSoon(settled: number, told?: () => void): Promise<void> | undefined {
		if (!this.#isNear) return undefined;
		const from = this.#settled;
		const { many } = this.sound;
		this.inhabitants.grow();
		this.#settled = settled;
		if (many) return this.#lookAtMany(many, from, settled, told);
		const rows = new Uint32Array(settled - from);
		let count = 0;
		for (let row = from; row < settled; row++) if (this.#isSoon(row)) rows[count++] = row;
		return this.#look(rows.subarray(0, count), told);
	}

	/** Whether all about it is known once it is settled, and can be read at once. */
	#isSoon(row: number): boolean {
		const { inhabitants } = this;
		return (
			inhabitants.isReadable(row) && !inhabitants.isDirectory(row) && !inhabitants.inMetabox(row)
		);
	}

	/** At inodes [from, to): as many as can be at a time, the others one by one. */
	async #lookAtMany(many: SoundMany, from: number, to: number, told?: () => void): Promise<void> {
		for (let row = from; row < to; ) {
			checkCancelled(this.#options.signal);
			if (many.take(row, to)) {
				while (many.put()) await this.#pause(told);
				row = many.to;
			} else {
				if (this.#isSoon(row)) await this.#look(Uint32Array.of(row), told);
				row++;
			}
		}
		await this.#pause(told);
	}

	async #pause(told?: () => void): Promise<void> {
		const { units, breathe } = this.#options;
		told?.();
		await units.room();
		await breathe?.();
	}

	/** @param rows of readable inodes with one home */
	async #look(rows: Uint32Array, told?: () => void): Promise<void> {
		const { tally, signal } = this.#options;
		const { sound } = this;
		const step = (i: number) => {
			const row = rows[i] as number;
			const more = sound.look(row);
			if (!more) tally.inodes++;
			return more;
		};
		await forEach(rows.length, step, {
			signal,
			prepare: (from, to) =>
				this.inhabitants.need(rows.subarray(from, to), (row) => sound.reads(row)),
			damaged(_, i) {
				sound.doubtful.push(rows[i] as number);
				tally.inodes++;
			},
			breathe: () => this.#pause(told),
		});
	}
}
