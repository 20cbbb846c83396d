/** Disks that lie over others, or keep their bytes in others: the files they name, found near them. */
import { Failure, isCancelled } from "../base/errors";
import { type Home, lastOf, type Near } from "./near";
import { copyOf, type Lost, type Origin, type Pieces, ZEROS } from "./pieces";
import { startsWith } from "./tables";
import type { Given } from "./wrapper";

/** A file that a disk shows bytes of. */
export interface Layer {
	/** Bytes; endless for one that is not here, which is all lost. */
	readonly size: number;
	/** Its byte `start` and those behind. */
	from(start: number): Origin;
}

const lostLayer = (why: Lost): Layer => ({
	size: Number.POSITIVE_INFINITY,
	from: () => ({ kind: "lost", why }),
});

export class Layers {
	/** For pieces that are of them. */
	readonly files: Home[] = [];
	/** Those that were found by their names. */
	readonly found: Near[] = [];
	readonly #given: Given;
	readonly #known = new Map<string, Layer>();

	constructor(given: Given) {
		this.#given = given;
	}

	/** The file that was given. */
	get own(): Layer {
		return { size: this.#given.source.size, from: (start) => copyOf(start) };
	}

	/** One of the files that were given with it. */
	other(n: number): Layer {
		const { size } = (this.#given.others[n] as Home).source;
		return { size, from: (start) => copyOf(start, n + 1) };
	}

	/** The bytes of the file of that name, as they are. @throws Failure `cancelled` */
	raw(name: string): Promise<Layer> {
		return this.#named(name, (file) => file.open(this.#given));
	}

	/**
	 * The disk in the file of that name.
	 * @param begins what the file has to begin with
	 * @throws Failure `cancelled`
	 */
	disk(name: string, begins = ""): Promise<Layer> {
		const { disk, signal } = this.#given;
		return this.#named(name, async (file) => {
			const { source } = await file.open(this.#given);
			const head = await source.read(0, Math.min(begins.length, source.size), signal);
			if (startsWith(head, begins)) return disk(file);
			const message = `it does not begin with ${begins}.`;
			throw new Failure({ kind: "corrupt", code: "layer-kind", message });
		});
	}

	async #named(path: string, open: (file: Near) => Promise<Home>): Promise<Layer> {
		const name = lastOf(path.replaceAll("\\", "/"));
		const known = this.#known.get(name);
		if (known) return known;
		const layer = await this.#found(name, open);
		this.#known.set(name, layer);
		return layer;
	}

	async #found(name: string, open: (file: Near) => Promise<Home>): Promise<Layer> {
		const file = this.#given.near.find(name);
		if (!file) {
			const message = `These bytes are in ${name || "a file without a name"}, which is not here.`;
			return lostLayer({ message, hint: "Open both files together." });
		}
		this.found.push(file);
		try {
			return this.add(await open(file));
		} catch (error) {
			// What the other bytes are can still be shown.
			if (!(error instanceof Failure) || isCancelled(error)) throw error;
			return lostLayer({ message: `${name} cannot be read: ${error.message}` });
		}
	}

	add(home: Home): Layer {
		const of = this.#given.others.length + this.files.push(home);
		return { size: home.source.size, from: (start) => copyOf(start, of) };
	}
}

/** Adds `count` bytes of `layer` from byte `start`; what lies behind its end is what `short` says. */
export function addFrom(
	pieces: Pieces,
	count: number,
	layer: Layer,
	start: number,
	short: (missing: number) => Origin,
): void {
	const there = Math.max(0, Math.min(count, layer.size - start));
	pieces.add(there, layer.from(start));
	if (there < count) pieces.add(count - there, short(count - there));
}

/** The bytes of the disk that come next, as the one under it has them, which may be a smaller one. */
export function addUnder(pieces: Pieces, count: number, under: Layer | undefined): void {
	if (under) addFrom(pieces, count, under, pieces.size, () => ZEROS);
	else pieces.add(count, ZEROS);
}
