/** What planners found out about inodes, so that two of them can be compared. */
import type { Planner } from "../ownership/planner";
import { forEach } from "../ownership/steps";

/** Lets a planner look at all inodes that nobody has put there. */
export async function planRest(planner: Planner): Promise<Planner> {
	for (const rows of planner.inhabitants.byHome().values()) {
		const step = (i: number) => {
			const row = rows[i] as number;
			return planner.has(row) ? undefined : planner.add(row);
		};
		await forEach(rows.length, step);
	}
	return planner;
}

/** By nid, whatever the order in which the inodes were looked at. */
export function planOf({ inhabitants, extents, contents, shared, leftOut }: Planner) {
	const inodes = new Map<number, { end: number; parts: string[] }>();
	const of = (row: number) => {
		const known = inodes.get(row);
		if (known) return known;
		const made = { end: inhabitants.end(row), parts: [] };
		inodes.set(row, made);
		return made;
	};
	for (let row = 0; row < inhabitants.count; row++) of(row);
	for (let i = 0; i < extents.count; i++) {
		const { offset, start, length, space, kind, algorithm, spaces } = extents;
		const at = length[i] ? `${spaces[space[i] as number]}:${start[i]}+${length[i]}` : "";
		of(extents.inode[i] as number).parts.push(`${offset[i]} ${kind[i]} ${algorithm[i]} ${at}`);
	}
	for (let i = 0; i < shared.count; i++)
		of(shared.row[i] as number).parts.push(`id ${shared.id[i]}`);
	for (const { owner, part } of runsOf({ contents })) of(owner).parts.push(part);
	return { leftOut, inodes: [...inodes].sort(([a], [b]) => a - b) };
}

/** By space, each space in the order in which they were found. */
function* runsOf({ contents }: Pick<Planner, "contents">) {
	const spaces = [...contents].sort(([a], [b]) => (a < b ? -1 : 1));
	for (const [space, runs] of spaces) {
		for (let run = 0; run < runs.count; run++) {
			const part = `${space} ${runs.start(run)}-${runs.end(run)} ${runs.kind[run]}`;
			yield { owner: runs.owner(run), part };
		}
	}
}

/** What is known of the runs where nobody keeps extents. */
export const runsByOwner = (planner: Planner): unknown => {
	const runs = Array.from(runsOf(planner)).sort((a, b) => a.owner - b.owner);
	return { leftOut: planner.leftOut, ends: endsOf(planner), runs };
};

const endsOf = ({ inhabitants }: Planner): string =>
	Array.from({ length: inhabitants.count }, (_, row) => inhabitants.end(row)).join();

/** What the inodes are made of, and which of them that is. */
export function sumsOf({ inhabitants, bodies }: Planner) {
	const rows = Array.from({ length: inhabitants.count }, (_, row) => bodies.has(row));
	const sums = ["image", "metabox"].map((space) => {
		const known = bodies.of(space);
		return known && [...known.bytes, ...known.padding].join();
	});
	return { rows: rows.join(), sums };
}
