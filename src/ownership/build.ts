/**
 * From a tree to who owns which bytes. One pass over all inodes in the order in which they lie:
 * how far each reaches, which shared attributes it names, where its contents are.
 */
import { checkCancelled, type Failure, findingOf, isDamage } from "../base/errors";
import { clamped, product } from "../base/exact";
import type { SpaceId } from "../base/range";
import { Resident, withBytes } from "../base/resident";
import { deviceSpace, METABOX_SPACE } from "../base/space";
import { countText, exactBytes } from "../base/words";
import { FORM } from "../census/inodes";
import { Scan } from "../census/scan/scan";
import type { Tree } from "../census/tree";
import { type Container, containerOf, type Image } from "../erofs/image";
import { layFixed, layPrefixes } from "../erofs/layout/fixed";
import { FT } from "../erofs/structs/dirent";
import type { Visitor } from "../schema/visit";
import { BodyLayer } from "./bodies";
import { ClaimColumns, claimer } from "./claims";
import { ContentsLayer } from "./contents";
import { FixedLayer } from "./fixed";
import { Inhabitants } from "./inhabitants";
import { UNCLAIMED, UNKNOWN, UNREAD } from "./kinds";
import type { Layer } from "./layer";
import { ManyInodes } from "./many";
import { OrphanLayer } from "./orphan-layer";
import { findOrphans } from "./orphans";
import { Ownership } from "./ownership";
import { Planner } from "./planner";
import type { Runs } from "./runs";
import { byAttribute, lengthAt, SharedLayer } from "./shared";
import { SpaceOwners, type SpaceShape } from "./space-owners";
import { forEach, forEachInMemory, type Pace, type Step } from "./steps";
import { isInColumns } from "./usual";

/** Inodes between two words on how far it is. */
const TELL = 1024;
/** Extents followed when only a part is wanted: that must take no more than a moment. */
const MOST_FOLLOWED = 1 << 17;

export interface OwnOptions extends Pace {
	/** Called with the row of an inode whose damage keeps the owner of some bytes from being known. */
	readonly onDamaged?: (row: number) => void;
	/** Contents on a device that was not given. */
	readonly unread?: (why: Failure) => void;
	/** How many inodes have been looked at. */
	readonly onInodes?: (done: number) => void;
	/** What of the inodes of the same tree is known already. */
	readonly planner?: Planner;
	/** Of the image, when somebody has one: with pieces of the packed inode. */
	readonly scan?: Scan | undefined;
}

/** @throws Failure `io`, `cancelled` */
export async function own(image: Image, tree: Tree, options: OwnOptions = {}): Promise<Ownership> {
	const scan = options.planner ? undefined : (options.scan ?? (await Scan.of(image)));
	const builder = new Builder(image, tree, options, undefined, scan);
	return builder.build();
}

/** Inodes met besides those of the tree. */
export interface Met {
	readonly nids: Iterable<bigint>;
	/** Those of them of which all is read that says what they own; of others only what is in memory. */
	readonly wanted: Iterable<bigint>;
	/** Raw bytes with leading slash; undefined when it is not known. */
	pathOf(nid: bigint): Uint8Array | undefined;
}

/**
 * The same as far as it is known without reading all: bytes that nobody is known to own may be
 * anybody's.
 * @throws Failure `io`, `cancelled`
 */
export async function ownMet(
	image: Image,
	tree: Tree,
	met: Met,
	pace: Pace = {},
): Promise<Ownership> {
	const builder = new Builder(image, tree, pace, met.pathOf);
	return builder.buildPart(met);
}

/** Whether there is a tree: else nobody knows what leads where. */
function hasRoot({ trouble }: Image, { inodes }: Tree): boolean {
	if (trouble || inodes.count === 0 || inodes.is(0, FORM.UNREADABLE | FORM.UNLISTED)) return false;
	return inodes.type(0) === FT.DIR;
}

class Builder {
	readonly #image: Image;
	readonly #inhabitants: Inhabitants;
	readonly #options: OwnOptions;
	/** Where nobody has planned anything. */
	readonly #scan: Scan | undefined;
	#planner: Planner;
	/** Inodes that have been looked at. */
	#done = 0;
	readonly #spaces = new Map<SpaceId, SpaceOwners>();
	/** Of bytes that nobody claims. */
	#free: number;

	constructor(image: Image, tree: Tree, options: OwnOptions, pathOf?: Met["pathOf"], scan?: Scan) {
		this.#image = image;
		this.#options = options;
		const { planner, onDamaged } = options;
		this.#scan = scan;
		this.#inhabitants = planner?.inhabitants ?? new Inhabitants(image, tree, pathOf, scan?.bytes);
		const { room } = scan ?? {};
		const about = { room, ...(onDamaged ? { damaged: onDamaged } : {}) };
		this.#planner = planner ?? new Planner(this.#inhabitants, about);
		this.#free = hasRoot(image, tree) ? UNCLAIMED : UNKNOWN;
	}

	async build(): Promise<Ownership> {
		await this.#planMany();
		this.#addHidden();
		const rows = this.#inhabitants.byHome();
		for (const some of rows.values()) {
			const left = this.#planner.leftOf(some);
			this.#done += some.length - left.length;
			await this.#plan(left);
		}
		await this.#layOut(rows);
		this.#tellHomeless();
		const shortfalls = [this.#leftOut(), await this.#addOrphans()];
		return this.#ownership(shortfalls.filter((some) => some !== undefined));
	}

	async buildPart({ nids, wanted }: Met): Promise<Ownership> {
		this.#free = UNREAD;
		this.#planner = new Planner(this.#inhabitants, { most: MOST_FOLLOWED });
		this.#addHidden();
		for (const nid of nids) this.#inhabitants.add(nid);
		const whole = new Set(Array.from(wanted, (nid) => this.#inhabitants.add(nid)));
		for (const row of whole) await this.#planWhole(row);
		const rows = this.#inhabitants.byHome();
		for (const some of rows.values()) await this.#planHere(some.filter((row) => !whole.has(row)));
		await this.#layOut(rows);
		return this.#ownership([]);
	}

	#addHidden(): void {
		const { metaboxNid, packedNid } = this.#image;
		for (const nid of [metaboxNid, packedNid]) if (nid !== undefined) this.#inhabitants.add(nid);
	}

	/** From here on all inodes that something points at are known. */
	async #layOut(rows: ReadonlyMap<SpaceId, Uint32Array>): Promise<void> {
		this.#inhabitants.firstOrphan = this.#inhabitants.count;
		for (const container of this.#containers()) {
			const { space } = container;
			const bytes = new Resident(container);
			const layers = [
				...(await this.#fixed(container)),
				...this.#bodies(rows.get(space)),
				...(await this.#shared(space, bytes)),
				...this.#contents(space, bytes),
			];
			this.#spaces.set(space, new SpaceOwners(this.#shapeOf(container), bytes, layers));
		}
	}

	#ownership(shortfalls: readonly string[]): Ownership {
		const isWhole = this.#free !== UNREAD;
		this.#planner.extents.trim();
		return new Ownership(this.#inhabitants, this.#spaces, this.#planner, { shortfalls, isWhole });
	}

	#leftOut(): string | undefined {
		const { leftOut } = this.#planner;
		if (leftOut === 0) return undefined;
		return `The contents of ${countText(leftOut)} inodes are left out: all together lead to more than an image of this size has.`;
	}

	#containers(): Container[] {
		const { devices, primary, metabox, packed } = this.#image;
		const extra = devices.map(({ id }) => containerOf(this.#image, deviceSpace(id)));
		return [primary, ...extra, metabox, packed].filter((some) => some !== undefined);
	}

	#shapeOf({ space, source: { size } }: Container): SpaceShape {
		const { facts, devices } = this.#image;
		const { blockSize } = facts;
		const device = devices.find(({ id }) => deviceSpace(id) === space);
		const isPrimary = space === this.#image.primary.space;
		const said = isPrimary ? product(facts.blocks, blockSize) : (device?.size ?? 0);
		// A slot may leave the size of its device open.
		const declared = isPrimary || said > 0 ? Math.min(clamped(said), size) : size;
		return { id: space, size, declared, blockSize, free: this.#free };
	}

	/** Nearly all files, where their bytes are at hand. */
	async #planMany(): Promise<void> {
		if (!this.#scan) return;
		const { signal, breathe } = this.#options;
		const { count } = this.#inhabitants;
		const many = new ManyInodes(this.#scan, this.#inhabitants);
		for (let row = 0; row < count; ) {
			checkCancelled(signal);
			row = many.plan(row, count, this.#planner);
			const pause = breathe?.();
			if (pause) await pause;
		}
	}

	async #plan(rows: Uint32Array): Promise<void> {
		const { onInodes } = this.#options;
		const done = this.#done;
		this.#done += rows.length;
		const step = (i: number) => {
			if (i % TELL === 0) onInodes?.(done + i);
			return this.#planner.add(rows[i] as number);
		};
		const reads = (row: number) => !isInColumns(this.#inhabitants, row);
		await forEach(rows.length, step, {
			...this.#options,
			prepare: (from, to) => this.#inhabitants.need(rows.subarray(from, to), reads),
			damaged: (why, i) => this.#tell(why, rows[i] as number),
		});
	}

	/** Reads what it takes. Damage ends it: what is known without it stands. */
	async #planWhole(row: number): Promise<void> {
		const { signal } = this.#options;
		try {
			while ((await withBytes(() => this.#planner.add(row), signal)) === "more");
		} catch (error) {
			if (!isDamage(error)) throw error;
		}
	}

	/** As far as it takes nothing but what is in memory. */
	#planHere(rows: Uint32Array): Promise<void> {
		const step = (i: number) => this.#planner.add(rows[i] as number);
		return forEachInMemory(rows.length, step, this.#options);
	}

	/** Steps that read a little, and when only a part is wanted, nothing. */
	#forEach(count: number, step: Step, damaged?: (why: Failure, i: number) => void): Promise<void> {
		if (this.#free === UNREAD) return forEachInMemory(count, step, this.#options);
		return forEach(count, step, { ...this.#options, ...(damaged ? { damaged } : {}) });
	}

	#tell(why: Failure, row: number): void {
		const { onDamaged, unread } = this.#options;
		if (findingOf(why)) onDamaged?.(row);
		else unread?.(why);
	}

	async #fixed({ space, source }: Container): Promise<Layer[]> {
		const image = this.#image;
		const lay = (v: Visitor) => {
			if (space === image.primary.space) layFixed(image, v);
			if (space === image.facts.prefixSpace) layPrefixes(image, v);
		};
		const claims = new ClaimColumns();
		const step = () => {
			claims.clear();
			lay(claimer(claims, { start: 0, end: source.size }));
			return undefined;
		};
		await this.#forEach(1, step);
		return claims.count > 0 ? [new FixedLayer(claims, lay)] : [];
	}

	#bodies(rows: Uint32Array | undefined): Layer[] {
		return rows ? [new BodyLayer(this.#inhabitants, rows)] : [];
	}

	async #shared(space: SpaceId, bytes: Resident): Promise<Layer[]> {
		const image = this.#image;
		const { shared } = this.#planner;
		if (space !== image.facts.xattrSpace || shared.count === 0) return [];
		const columns = byAttribute(shared, image.facts);
		const lengths = new Uint32Array(columns.start.length);
		const step = (i: number) => {
			lengths[i] = lengthAt(bytes, columns.start[i] as number);
			return undefined;
		};
		await this.#forEach(lengths.length, step, (why, i) => {
			const { first, rows } = columns;
			for (const row of rows.subarray(first[i], first[i + 1])) this.#tell(why, row);
		});
		return [new SharedLayer(columns, lengths, { image, bytes })];
	}

	/** Inodes that name shared attributes whose space is not there. */
	#tellHomeless(): void {
		if (containerOf(this.#image, this.#image.facts.xattrSpace)) return;
		const { row, count } = this.#planner.shared;
		for (const one of row.subarray(0, count)) this.#options.onDamaged?.(one);
	}

	#contents(space: SpaceId, bytes: Resident): Layer[] {
		const runs = this.#planner.contents.get(space);
		return runs ? [this.#contentsLayer(runs, space, bytes)] : [];
	}

	#contentsLayer(runs: Runs, space: SpaceId, bytes: Resident): ContentsLayer {
		const isDevice = space !== METABOX_SPACE && space !== this.#image.packed?.space;
		// What lies behind contents may be somebody's who is not known yet.
		const hasRests = isDevice && this.#free !== UNREAD;
		return new ContentsLayer(runs, this.#inhabitants, bytes, hasRests);
	}

	/** Whether the superblock counts no more inodes than something points at. */
	get #areAllKnown(): boolean {
		const { inos } = this.#image.superblock;
		return inos > 0n && inos <= BigInt(this.#inhabitants.firstOrphan);
	}

	async #addOrphans(): Promise<string | undefined> {
		const found = await findOrphans(this.#inhabitants, this.#spaces, this.#options);
		for (const [id, space] of this.#spaces) {
			const rows = found.bodies.get(id);
			const runs = found.contents.get(id);
			const layers = this.#bodies(rows && Uint32Array.from(rows));
			if (runs) layers.push(this.#contentsLayer(runs, id, space.bytes));
			space.addOrphans(layers.map((layer) => new OrphanLayer(layer)));
		}
		const { unsearched } = found;
		if (unsearched === 0 || this.#areAllKnown) return undefined;
		return `Inodes without a name may lie in ${exactBytes(unsearched)} more: so much free space is not searched.`;
	}
}
