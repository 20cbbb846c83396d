/**
 * All that is summed up of an image, and of each of its inodes: what lists, maps and advice are made
 * of. What takes long is made when somebody asks first.
 */
import { isStored } from "../base/space";
import { atOnce, atPace } from "../base/steps";
import type { Tree } from "../census/tree";
import type { Ownership } from "../ownership/ownership";
import type { Pace } from "../ownership/steps";
import { type Account, type AccountOptions, accountOf } from "./account";
import { sumsBelow } from "./below";
import type { Duplicates } from "./duplicates";
import { type FileColumns, filesOf } from "./files";
import { type ReadCosts, readCostsOf } from "./read-cost";

/** What can be measured of an inode, bytes: all it takes in the image, or its contents. */
export type Measure = "disk" | "contents";

export class Ledger {
	readonly ownership: Ownership;
	readonly account: Account;
	/** Known once contents have been compared. */
	duplicates: Duplicates | undefined;
	#files: FileColumns | undefined;
	readonly #below = new Map<Measure, Float64Array>();
	#costs: ReadCosts | undefined;
	#disk: Float64Array | undefined;
	#inodesBelow: Float64Array | undefined;
	#aroundBelow: Float64Array | undefined;

	constructor(ownership: Ownership, account: Account) {
		this.ownership = ownership;
		this.account = account;
	}

	get tree(): Tree {
		return this.ownership.inhabitants.tree;
	}

	/** Bytes of the image and its devices. */
	get whole(): number {
		const stored = this.account.spaces.filter(({ id }) => isStored(id));
		return stored.reduce((sum, { size }) => sum + size, 0);
	}

	get files(): FileColumns {
		this.#files ??= atOnce(filesOf(this.ownership, this.account.weighOf));
		return this.#files;
	}

	get costs(): ReadCosts {
		this.#costs ??= atOnce(readCostsOf(this));
		return this.#costs;
	}

	/** Makes what lists and maps are made of, with a chance to be stopped. @throws Failure `cancelled` */
	async prepare(pace: Pace): Promise<void> {
		this.#files ??= await atPace(filesOf(this.ownership, this.account.weighOf), pace);
		this.#costs ??= await atPace(readCostsOf(this), pace);
	}

	/** By row of the inode; those of all inodes add up without a byte counted twice. */
	measure(measure: Measure): Float64Array {
		if (measure === "contents") return this.files.size;
		const { portion } = this.account.inodes;
		this.#disk ??= this.files.around.map((bytes, row) => bytes + (portion[row] as number));
		return this.#disk;
	}

	/** The same by row of the directory, of all that is below it. */
	below(measure: Measure): Float64Array {
		const known = this.#below.get(measure);
		if (known) return known;
		const bytes = this.measure(measure);
		const sums = sumsBelow(this.tree, (row) => bytes[row] as number);
		this.#below.set(measure, sums);
		return sums;
	}

	/** By row of the directory: inodes in it and below, itself included. */
	get inodesBelow(): Float64Array {
		this.#inodesBelow ??= sumsBelow(this.tree, () => 1);
		return this.#inodesBelow;
	}

	/** The same: bytes of inodes, attributes and maps. */
	get aroundBelow(): Float64Array {
		const { around } = this.files;
		this.#aroundBelow ??= sumsBelow(this.tree, (row) => around[row] as number);
		return this.#aroundBelow;
	}
}

/** @throws Failure `io`, `cancelled` */
export const ledgerOf = async (
	ownership: Ownership,
	options: AccountOptions = {},
): Promise<Ledger> => new Ledger(ownership, await accountOf(ownership, options));
