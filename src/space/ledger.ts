/**
 * All that is summed up of an image, and of each of its inodes: what lists, maps and advice are made
 * of. What takes long is made when somebody asks first.
 */
import type { Tree } from "../census/tree";
import type { Ownership } from "../ownership/ownership";
import type { Pace } from "../ownership/steps";
import { type Account, accountOf } from "./account";
import { type FileColumns, filesOf } from "./files";

export class Ledger {
	readonly ownership: Ownership;
	readonly account: Account;
	#files: FileColumns | undefined;

	constructor(ownership: Ownership, account: Account) {
		this.ownership = ownership;
		this.account = account;
	}

	get tree(): Tree {
		return this.ownership.inhabitants.tree;
	}

	get files(): FileColumns {
		this.#files ??= filesOf(this.ownership, this.account.weighOf);
		return this.#files;
	}
}

/** @throws Failure `io`, `cancelled` */
export const ledgerOf = async (ownership: Ownership, pace: Pace = {}): Promise<Ledger> =>
	new Ledger(ownership, await accountOf(ownership, pace));
