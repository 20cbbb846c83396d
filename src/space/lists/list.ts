/** A question that is asked again and again, answered by a list of files. */
import type { Ledger } from "../ledger";
import type { ColumnId } from "./column";

export interface List {
	readonly id: string;
	readonly label: string;
	readonly doc: string;
	readonly columns: readonly ColumnId[];
	/** What it is sorted by until somebody asks for another order: most first. */
	readonly sort: ColumnId;
	/** Whether contents have to be compared first: `Ledger.duplicates`. */
	readonly comparesContents?: true;
	/** Which inodes are in it; absent: all that have a name. */
	where?(ledger: Ledger): (row: number) => boolean;
}
