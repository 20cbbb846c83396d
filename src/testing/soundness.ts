/** Whether inodes that are passed over as sound have nothing to tell when somebody looks closer. */
import { isDeepStrictEqual } from "node:util";
import { isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import { Census } from "../census/census";
import { FORM } from "../census/inodes";
import { judge } from "../checks/check";
import { Tally } from "../checks/coverage";
import { UnitBatches } from "../checks/decoding";
import { Digests } from "../checks/digests";
import { InodeChecker } from "../checks/inode";
import { fieldChecks } from "../checks/inodes";
import { Leftovers } from "../checks/padding";
import { SoundInodes } from "../checks/sound";
import { unitsHere } from "../checks/unit-places";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { Inhabitants } from "../ownership/inhabitants";
import { Planner } from "../ownership/planner";
import { forEach } from "../ownership/steps";
import { planOf, planRest, runsByOwner, sumsOf } from "./plans";
import { isTreeAlike, scannedPlan } from "./scanned";

export interface Soundness {
	readonly sound: number;
	readonly doubtful: number;
	/** What is told of sound ones, and counts that differ. */
	readonly wrong: readonly string[];
}

const level = "structure";
const noUnits = (image: Image, tally: Tally) =>
	new UnitBatches(image, { places: unitsHere(image), tally });

/** @throws Failure `io`, and when the tree is too large */
export async function soundness(image: Image): Promise<Soundness> {
	const tree = await new Census(image).take();
	const inhabitants = new Inhabitants(image, tree);
	const quick = new Tally(level, "/");
	const planner = new Planner(inhabitants);
	const about = {
		level,
		units: noUnits(image, quick),
		tally: quick,
		packedToo: true,
		planner,
	} as const;
	const looker = new SoundInodes(inhabitants, { ...about, later: () => () => {} });
	const doubtful = new Set<number>();
	const sound: number[] = [];
	for (const rows of inhabitants.byHome().values()) {
		const damaged = (_: unknown, i: number) => doubtful.add(rows[i] as number);
		await forEach(rows.length, (i) => looker.look(rows[i] as number), { damaged });
		sound.push(...rows);
	}
	for (const row of looker.doubtful) doubtful.add(row);
	const left = sound.filter((row) => !doubtful.has(row));
	const { wrong, slow } = await lookCloser(image, inhabitants, left, new Set(looker.told));
	for (const key of ["attributes", "extents"] as const) {
		if (quick[key] !== slow[key]) wrong.push(`${quick[key]} ${key}, not ${slow[key]}`);
	}
	const lacks = slow.coverage.skipped.filter(({ what, why }) => what === "files" && isMissing(why));
	const files = lacks.reduce((sum, { count = 0 }) => sum + Number(count), 0);
	if (files !== looker.lacking.size)
		wrong.push(`${looker.lacking.size} files lacking, not ${files}`);
	const alone = await plannedAlone(new Inhabitants(image, tree));
	if (!(await areAlike(planner, alone))) wrong.push("what they own is not what is read of it");
	const scanned = await scannedPlan(image, tree);
	if (!(await areAlike(scanned, alone))) wrong.push("what is scanned is not what is read");
	const bare = await planRest(await scannedPlan(image, tree, { isBare: true }));
	if (!isDeepStrictEqual(runsByOwner(bare), runsByOwner(alone)))
		wrong.push("the runs of extents that are dropped are others");
	if (!(await isTreeAlike(image)))
		wrong.push("the tree that is scanned is not the one that is read");
	return { sound: left.length, doubtful: doubtful.size, wrong };
}

const isMissing = (why: string): boolean => why.endsWith("was not given.");

/** By the readers of maps, whatever an inode is like. */
async function plannedAlone(inhabitants: Inhabitants): Promise<Planner> {
	const alone = new Planner(inhabitants);
	alone.usual.take = () => false;
	return planRest(alone);
}

/** Whether two tell the same of what the inodes own. */
async function areAlike(planner: Planner, alone: Planner): Promise<boolean> {
	await planRest(planner);
	const [sums, others] = [sumsOf(planner), sumsOf(alone)];
	// Who lays out everything counts damaged directories, too.
	const areSums = sums.rows !== others.rows || isDeepStrictEqual(sums, others);
	return areSums && isDeepStrictEqual(planOf(planner), planOf(alone));
}

/** @param told those of which their fields say something, and nothing else is to be told */
async function lookCloser(
	image: Image,
	inhabitants: Inhabitants,
	rows: readonly number[],
	told: ReadonlySet<number>,
) {
	const wrong: string[] = [];
	const leftovers = new Leftovers();
	const slow = new Tally(level, "/");
	const digests = new Digests(
		image,
		async () => undefined,
		() => {},
	);
	const about = {
		level,
		packedToo: true,
		units: noUnits(image, slow),
		digests,
		leftovers,
	} as const;
	const checker = new InodeChecker(image, slow, about);
	for (const row of rows) {
		const nid = inhabitants.nid(row);
		// Of entries tells who reads directories.
		if (inhabitants.tree.inodes.is(row, FORM.BLAMED)) wrong.push(`inode ${nid} is blamed`);
		try {
			const inode = await readInode(image, nid);
			const fields: Finding[] = [];
			if (told.has(row)) await judge(fieldChecks, inode, image, (finding) => fields.push(finding));
			const known = new Set(fields.map(({ code }) => code));
			if (told.has(row) && known.size === 0) wrong.push(`inode ${nid}: its fields say nothing`);
			await checker.check(
				inode,
				({ code, at }) =>
					known.has(code) || wrong.push(`inode ${nid}: ${code} at ${at.space}:${at.start}`),
				() => {},
			);
		} catch (error) {
			if (!isDamage(error)) throw error;
			wrong.push(`inode ${nid}: ${error.message}`);
		}
	}
	for (const { space, first } of leftovers.values())
		wrong.push(`padding at ${space}:${first.start}`);
	return { wrong, slow };
}
