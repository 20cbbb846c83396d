/** What planners found out about inodes, so that two of them can be compared. */
import { hasIncompat } from "../erofs/structs/features";
import type { Planner } from "../ownership/planner";
import { SHARED, TOGETHER } from "../ownership/runs";
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
	for (const { owner, space, start, end, kind } of runsOf({ contents }))
		of(owner).parts.push(`${space} ${start}-${end} ${kind}`);
	return { leftOut, inodes: [...inodes].sort(([a], [b]) => a - b) };
}

interface PlannedRun {
	readonly space: string;
	readonly start: number;
	readonly end: number;
	readonly kind: number;
	readonly owner: number;
}

/** By space, each space in the order in which they were found. */
function* runsOf({ contents }: Pick<Planner, "contents">): Generator<PlannedRun> {
	const spaces = [...contents].sort(([a], [b]) => (a < b ? -1 : 1));
	for (const [space, runs] of spaces) {
		for (let run = 0; run < runs.count; run++) {
			const kind = runs.kind[run] as number;
			yield { space, start: runs.start(run), end: runs.end(run), kind, owner: runs.owner(run) };
		}
	}
}

/**
 * What is known of the runs where nobody keeps extents: of all others whose they are; of contents whose
 * runs go on from file to file how many begin and end where, and where files share them, whether any do.
 */
export const runsByOwner = (planner: Planner): unknown => {
	const shares = hasIncompat(planner.inhabitants.image.facts, "FRAGMENTS");
	const isJoined = ({ kind }: PlannedRun) => TOGETHER.has(kind) || (shares && SHARED.has(kind));
	const all = Array.from(runsOf(planner));
	const runs = all.filter((run) => !isJoined(run)).sort((a, b) => a.owner - b.owner);
	const joined = all.filter(isJoined);
	const cover = shares ? unionOf(joined) : coverOf(joined);
	return { leftOut: planner.leftOut, ends: endsOf(planner), runs, cover };
};

/** By place and kind: how many more runs there are from there on than in front of it. */
function coverOf(runs: readonly PlannedRun[]): Map<string, number> {
	const steps = new Map<string, number>();
	const add = (place: string, step: number) => {
		const sum = (steps.get(place) ?? 0) + step;
		if (sum === 0) steps.delete(place);
		else steps.set(place, sum);
	};
	for (const { space, start, end, kind } of runs) {
		add(`${space} ${start} ${kind}`, 1);
		add(`${space} ${end} ${kind}`, -1);
	}
	return new Map([...steps].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Bytes that any run has, by space. */
function unionOf(runs: readonly PlannedRun[]): string[] {
	const union: { space: string; start: number; end: number }[] = [];
	for (const space of new Set(runs.map((run) => run.space).sort())) {
		const here = runs.filter((run) => run.space === space).sort((a, b) => a.start - b.start);
		for (const { start, end } of here) {
			const last = union.at(-1);
			if (last?.space === space && start <= last.end) last.end = Math.max(last.end, end);
			else union.push({ space, start, end });
		}
	}
	return union.map(({ space, start, end }) => `${space} ${start}-${end}`);
}

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
