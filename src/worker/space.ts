/** Where the bytes go, for everyone who asks: summed up once, after owners are found, and kept. */
import type { OnProgress } from "../base/progress";
import { KINDS } from "../erofs/layout/kinds";
import { algorithmLabel } from "../erofs/structs/features";
import type { SpaceSums } from "../space/account";
import { type Digests, type DuplicatesFound, duplicatesOf } from "../space/duplicates";
import { GROUPINGS } from "../space/groups/index";
import { type InsideUnits, insideUnits } from "../space/inside-units";
import { type Ledger, ledgerOf } from "../space/ledger";
import { leftOut } from "../space/left-out";
import { LISTS } from "../space/lists/index";
import { breather } from "./breathe";
import type { Owners } from "./owners";
import type { SpaceTotals } from "./protocol";
import { Shared } from "./shared";

/** Does some work with digests of contents, as fast as the machine can. */
export type Digesting = <T>(
	signal: AbortSignal,
	work: (digests: Digests) => Promise<T>,
) => Promise<T>;

export class Ledgers {
	readonly #owners: Owners;
	readonly #work = new Shared<Ledger>((signal, tell) => this.#take(signal, tell));

	readonly #looking = new Shared<InsideUnits>((signal, tell) => this.#lookInside(signal, tell));
	readonly #comparing = new Shared<DuplicatesFound>((signal, tell) => this.#compare(signal, tell));
	readonly #digesting: Digesting;

	constructor(owners: Owners, digesting: Digesting) {
		this.#owners = owners;
		this.#digesting = digesting;
	}

	/** Joins who sums up, or does. @throws Failure as {@link Shared} */
	join(signal: AbortSignal, onProgress?: OnProgress): Promise<Ledger> {
		return this.#work.join(signal, onProgress);
	}

	/** The same with what lists and maps are made of. @throws Failure as {@link Shared} */
	async prepared(signal: AbortSignal, onProgress?: OnProgress): Promise<Ledger> {
		const ledger = await this.join(signal, onProgress);
		await ledger.prepare({ signal, breathe: breather(signal) });
		return ledger;
	}

	/** Looks into compressed units, once. @throws Failure as {@link Shared} */
	insideUnits(signal: AbortSignal, onProgress?: OnProgress): Promise<InsideUnits> {
		return this.#looking.join(signal, onProgress);
	}

	async #lookInside(signal: AbortSignal, tell: OnProgress): Promise<InsideUnits> {
		const ledger = await this.join(signal, tell);
		return insideUnits(ledger, { signal, breathe: breather(signal) }, (done, total) =>
			tell({ phase: "Looking into units", done, total, unit: "bytes" }),
		);
	}

	/** Compares contents, once. @throws Failure as {@link Shared} */
	compare(signal: AbortSignal, onProgress?: OnProgress): Promise<DuplicatesFound> {
		return this.#comparing.join(signal, onProgress);
	}

	async #compare(signal: AbortSignal, tell: OnProgress): Promise<DuplicatesFound> {
		const ledger = await this.join(signal, tell);
		const duplicates = await this.#digesting(signal, (digests) =>
			duplicatesOf(ledger, digests, (done, total) =>
				tell({ phase: "Comparing contents", done, total, unit: "bytes" }),
			),
		);
		ledger.duplicates = duplicates;
		return duplicates.found;
	}

	async #take(signal: AbortSignal, tell: OnProgress): Promise<Ledger> {
		const { ownership } = await this.#owners.join(signal, tell);
		return ledgerOf(ownership, {
			signal,
			breathe: breather(signal),
			onBytes: (done, total) => tell({ phase: "Adding up", done, total, unit: "bytes" }),
		});
	}
}

export function spaceTotals({ account, ownership }: Ledger): SpaceTotals {
	return {
		spaces: account.spaces.map(({ id, size, bytes, padding }: SpaceSums) => ({
			id,
			size,
			padding,
			kinds: KINDS.flatMap((kind, i) => {
				const sum = bytes[i] as number;
				return sum > 0 ? [{ kind, bytes: sum }] : [];
			}),
		})),
		algorithms: Array.from(account.units, ([id, sums]) => ({ label: algorithmLabel(id), ...sums })),
		leftOut: leftOut(ownership.inhabitants),
		clashes: account.clashes.length,
		shortfalls: ownership.shortfalls,
		lists: LISTS.map(({ id, label, doc, sort, comparesContents = false }) => ({
			id,
			label,
			doc,
			sort,
			comparesContents,
		})),
		groupings: GROUPINGS.map(({ id, label, doc }) => ({ id, label, doc })),
	};
}
