/**
 * From a tree to who owns which bytes. One pass over all inodes in the order in which they lie:
 * how far each reaches, which shared attributes it names, where its contents are.
 */
import { type Failure, findingOf } from "../base/errors";
import { clamped, product } from "../base/exact";
import { ignoreFindings, type Report } from "../base/finding";
import type { SpaceId } from "../base/range";
import { Resident } from "../base/resident";
import { deviceSpace, METABOX_SPACE } from "../base/space";
import { countText, exactBytes } from "../base/words";
import type { Tree } from "../census/tree";
import { type Container, containerOf, type Image } from "../erofs/image";
import { layFixed, layPrefixes } from "../erofs/layout/fixed";
import type { Visitor } from "../schema/visit";
import { BodyLayer } from "./bodies";
import { ClaimColumns, claimer } from "./claims";
import { ContentsLayer } from "./contents";
import { FixedLayer } from "./fixed";
import { Inhabitants } from "./inhabitants";
import type { Layer } from "./layer";
import { sortByStart } from "./order";
import { OrphanLayer } from "./orphan-layer";
import { findOrphans } from "./orphans";
import { Ownership } from "./ownership";
import { Planner } from "./planner";
import { byAttribute, lengthsOf, SharedLayer } from "./shared";
import { SpaceOwners, type SpaceShape } from "./space-owners";
import { forEach, type Pace } from "./steps";

/** Inodes between two words on how far it is. */
const TELL = 1024;

export interface OwnOptions extends Pace {
	/** Damage that keeps the owner of some bytes from being known. */
	readonly report?: Report;
	/** Contents on a device that was not given. */
	readonly unread?: (why: Failure) => void;
	/** How many inodes have been looked at. */
	readonly onInodes?: (done: number) => void;
}

/** @throws Failure `io`, `cancelled` */
export async function own(image: Image, tree: Tree, options: OwnOptions = {}): Promise<Ownership> {
	const builder = new Builder(image, tree, options);
	return builder.build();
}

class Builder {
	readonly #image: Image;
	readonly #inhabitants: Inhabitants;
	readonly #options: OwnOptions;
	readonly #planner: Planner;
	readonly #spaces = new Map<SpaceId, SpaceOwners>();

	constructor(image: Image, tree: Tree, options: OwnOptions) {
		this.#image = image;
		this.#options = options;
		this.#inhabitants = new Inhabitants(image, tree);
		this.#planner = new Planner(this.#inhabitants);
	}

	async build(): Promise<Ownership> {
		const { metaboxNid, packedNid } = this.#image;
		const inhabitants = this.#inhabitants;
		for (const nid of [metaboxNid, packedNid]) if (nid !== undefined) inhabitants.add(nid);
		const rows = this.#rowsByHome();
		for (const some of rows.values()) await this.#plan(some);
		inhabitants.firstOrphan = inhabitants.count;
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
		const shortfalls = [this.#leftOut(), await this.#addOrphans()].filter(
			(some) => some !== undefined,
		);
		return new Ownership(inhabitants, this.#spaces, this.#planner.directories, shortfalls);
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
		return { id: space, size, declared, blockSize };
	}

	/** Rows of the inodes of each home, in the order in which they lie. */
	#rowsByHome(): Map<SpaceId, Uint32Array> {
		const inhabitants = this.#inhabitants;
		const { primary, metabox } = this.#image;
		const inImage: number[] = [];
		const inMetabox: number[] = [];
		for (let row = 0; row < inhabitants.count; row++) {
			if (!inhabitants.isReadable(row)) continue;
			(inhabitants.inMetabox(row) ? inMetabox : inImage).push(row);
		}
		const sorted = (rows: number[]) => {
			const columns = Uint32Array.from(rows);
			sortByStart(columns, { startOf: (row) => inhabitants.start(row) });
			return columns;
		};
		const homes = new Map([[primary.space, sorted(inImage)]]);
		if (metabox) homes.set(metabox.space, sorted(inMetabox));
		return homes;
	}

	async #plan(rows: Uint32Array): Promise<void> {
		const { onInodes } = this.#options;
		const step = (i: number) => {
			if (i % TELL === 0) onInodes?.(i);
			return this.#planner.add(rows[i] as number);
		};
		await forEach(rows.length, step, {
			...this.#options,
			prepare: (from, to) => this.#inhabitants.need(rows.subarray(from, to)),
			damaged: this.#tell,
		});
	}

	#tell = (why: Failure): void => {
		const { report = ignoreFindings, unread } = this.#options;
		const found = findingOf(why);
		if (found) report(found);
		else unread?.(why);
	};

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
		await forEach(1, step, { ...this.#options, damaged: this.#tell });
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
		const lengths = await lengthsOf(columns, bytes, {
			...this.#options,
			damaged: this.#tell,
		});
		return [new SharedLayer(columns, lengths, { image, bytes })];
	}

	#contents(space: SpaceId, bytes: Resident): Layer[] {
		const claims = this.#planner.contents.get(space);
		return claims ? [this.#contentsLayer(claims, space, bytes)] : [];
	}

	#contentsLayer(claims: ClaimColumns, space: SpaceId, bytes: Resident): ContentsLayer {
		const isDevice = space !== METABOX_SPACE && space !== this.#image.packed?.space;
		return new ContentsLayer(claims, this.#inhabitants, bytes, isDevice);
	}

	async #addOrphans(): Promise<string | undefined> {
		const found = await findOrphans(this.#inhabitants, this.#spaces, this.#options);
		for (const [id, space] of this.#spaces) {
			const rows = found.bodies.get(id);
			const claims = found.contents.get(id);
			const layers = this.#bodies(rows && Uint32Array.from(rows));
			if (claims) layers.push(this.#contentsLayer(claims, id, space.bytes));
			space.orphans = layers.map((layer) => new OrphanLayer(layer));
		}
		const { unsearched } = found;
		if (unsearched === 0) return undefined;
		return `Inodes without a name may lie in ${exactBytes(unsearched)} more: so much free space is not searched.`;
	}
}
