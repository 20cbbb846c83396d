/** Lists of files and groups for the screen, and for files to keep. */
import { Failure } from "../base/errors";
import { GROUPINGS } from "../space/groups/index";
import { groupsBy } from "../space/groups/sums";
import type { Ledger } from "../space/ledger";
import { COLUMNS, type Column, type ColumnId } from "../space/lists/column";
import { LISTS } from "../space/lists/index";
import { filesBelow, needOf, type ReadCost, readCostOf } from "../space/need";
import { rank } from "../space/rank";
import {
	groupTable,
	listTable,
	type TableForm,
	type TableRows,
	writeTable,
} from "../space/write-table";
import type { GroupsResult, ListParams, Params, Ranked, TableColumn } from "./protocol";

const unknown = (what: string): Failure =>
	new Failure({ kind: "bug", message: `There is no ${what}.` });

/** Row of the directory that is looked at: of the first where there is no such one. */
export function directoryAt({ tree }: Ledger, nid: bigint | undefined): number {
	const inode = nid === undefined ? -1 : tree.find(nid);
	return inode < 0 ? 0 : Math.max(0, tree.directoryOf(inode));
}

function orderOf(ledger: Ledger, { list: id, nid, query, sort, descending }: ListParams) {
	const list = LISTS.find((one) => one.id === id);
	if (!list) throw unknown(`list “${id}”`);
	if (list.comparesContents && !ledger.duplicates) throw unknown("comparison of contents yet");
	const by = sort === "path" || (sort && sort in COLUMNS) ? (sort as ColumnId | "path") : list.sort;
	const directory = directoryAt(ledger, nid);
	const rows = rank(ledger, { list, directory, query, sort: by, descending });
	return { list, rows, isPart: directory > 0 || query !== "" || list.where !== undefined };
}

const described = ({ id, label, unit, doc }: Column): TableColumn => ({ id, label, unit, doc });

/** @param limit rows told */
export function ranked(ledger: Ledger, params: ListParams & { readonly limit: number }): Ranked {
	const { list, rows, isPart } = orderOf(ledger, params);
	const { inhabitants } = ledger.ownership;
	const shown = rows.subarray(0, params.limit);
	const paths = Array.from(shown, (row) => inhabitants.pathOf(row) ?? new Uint8Array());
	const nameStart = new Uint32Array(paths.length + 1);
	for (const [i, path] of paths.entries())
		nameStart[i + 1] = (nameStart[i] as number) + path.length;
	const names = new Uint8Array(nameStart.at(-1) ?? 0);
	for (const [i, path] of paths.entries()) names.set(path, nameStart[i]);
	const columns = list.columns.map((id): Column => COLUMNS[id]);
	return {
		columns: columns.map(described),
		total: rows.length,
		count: shown.length,
		names,
		nameStart,
		nid: BigUint64Array.from(shown, (row) => inhabitants.nid(row)),
		values: columns.map((column) => {
			const values = column.values(ledger);
			return Float64Array.from(shown, (row) => values[row] as number);
		}),
		...(isPart ? { need: needOf(ledger, rows) } : {}),
	};
}

export function grouped(ledger: Ledger, { by, depth }: Params<"groups">): GroupsResult {
	const grouping = GROUPINGS.find(({ id }) => id === by);
	if (!grouping) throw unknown(`grouping “${by}”`);
	return { of: grouping.of, groups: groupsBy(grouping, ledger, depth) };
}

/** All rows, not only those on screen. */
export function listFile(
	ledger: Ledger,
	{ as, ...params }: ListParams & { readonly as: TableForm },
): File {
	const { list, rows } = orderOf(ledger, params);
	return tableFile(listTable(ledger, list, rows), list.id, as);
}

export function groupsFile(ledger: Ledger, { as, ...params }: Params<"groupsFile">): File {
	const { of, groups } = grouped(ledger, params);
	return tableFile(groupTable(of, groups), params.by, as);
}

const tableFile = (table: TableRows, name: string, as: TableForm): File =>
	new File([...writeTable(table, as)], `${name}.${as}`, {
		type: as === "csv" ? "text/csv" : "application/json",
	});

/** Undefined for what has no contents, and is not in the tree. */
export function costOf(ledger: Ledger, nid: bigint): ReadCost | undefined {
	const { tree } = ledger;
	const row = tree.find(nid);
	if (row < 0) return undefined;
	const directory = tree.directoryOf(row);
	const cost = readCostOf(ledger, directory < 0 ? [row] : filesBelow(ledger, directory));
	return cost.files > 0 ? cost : undefined;
}
