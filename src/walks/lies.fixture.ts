/** Ways in an image that was sound and has been altered: each ends at the damage, or at the truth. */
import { Failure } from "../base/errors";
import type { Finding } from "../base/finding";
import type { Range, Span } from "../base/range";
import { open } from "../checks/open";
import { run } from "../checks/run";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { contentsOf } from "../testing/oracle/contents";
import { hasContents } from "../testing/oracle/inode";
import { openVolume } from "../testing/oracle/open";
import { readTree, type TreeEntry } from "../testing/oracle/tree";
import type { Volume } from "../testing/oracle/volume";
import { ownersIn } from "../testing/owners";
import { byteAt } from "./going.fixture";
import type { Walk } from "./step";
import { walkToContents } from "./walk";

export interface Altered {
	readonly sound: Uint8Array;
	readonly broken: Uint8Array;
	readonly devices: readonly Uint8Array[];
	/** Bytes of the image that differ. */
	readonly edits: readonly Range[];
}

/** Paths that ways are gone to. */
const MOST_PATHS = 24;
const MOST_CONTENTS = 4n << 20n;
/** Behind the end of a file. */
const BEHIND = 100;

const volumeOf = (image: Uint8Array, devices: readonly Uint8Array[]): Volume =>
	openVolume({
		image: Buffer.from(image),
		devices: devices.map((each) => Buffer.from(each)),
		offset: 0,
	});

/** The broken image as the oracle has it, which takes none whose superblock is wrong. */
function brokenVolume({ broken, devices }: Altered, sound: Volume): Volume {
	try {
		return volumeOf(broken, devices);
	} catch {
		return sound;
	}
}

const latin1 = (path: string): Uint8Array => Uint8Array.from(path, (c) => c.charCodeAt(0));

const isError = ({ severity }: Finding): boolean => severity === "error";

export interface Told {
	/** Ways, by how they ended. */
	readonly counts: Readonly<Record<string, number>>;
	/** What ways say that is not so, though the check knows of it. */
	readonly lies: readonly string[];
}

/** @param only paths that ways are gone to; some of all without */
export async function goInto(altered: Altered, only?: readonly string[]): Promise<Told> {
	const { sound: bytes, broken, devices, edits } = altered;
	const sources = devices.map((each, i) => memorySource(each, `device ${i}`));
	const image = await open(memorySource(broken), { devices: () => sources }).catch(() => undefined);
	if (!image || image.trouble) return { counts: { "does not open": 1 }, lies: [] };
	const { findings } = await run(image, { start: rootOf(image), level: "contents" });
	const owners = await ownersIn(image);
	const sound = volumeOf(bytes, devices);
	const volume = brokenVolume(altered, sound);
	const isEdited = ({ space, start, end }: Span): boolean =>
		space === "image" && edits.some((edit) => start < edit.end && edit.start < end);
	const judge = judgeOf(findings, isEdited);
	const counts: Record<string, number> = {};
	const lies: string[] = [];
	const note = (what: string, where: string) => {
		counts[what] = (counts[what] ?? 0) + 1;
		if (what.startsWith("LIE")) lies.push(`${where}: ${what}`);
	};
	const tree = readTree(sound);
	const entries = only ? tree.filter(({ path }) => only.includes(path)) : tree.slice(0, MOST_PATHS);
	for (const entry of entries) {
		if (!hasContents(entry.inode) || entry.inode.size > MOST_CONTENTS) continue;
		const truth = contentsOf(sound, entry.inode);
		const { length } = truth;
		for (const n of new Set([0, length >> 1, length - 1, length + BEHIND])) {
			if (n < 0) continue;
			const walk = await walkToContents(image, latin1(entry.path), n, { owners }).catch(
				(error: unknown) => error,
			);
			const verdict =
				walk instanceof Failure || walk instanceof Error
					? refusal(walk, n < length)
					: judge(walk as Walk, entry, truth[n], volume);
			note(verdict, `byte ${n} of ${entry.path}`);
		}
	}
	return { counts, lies };
}

/** That there is no such byte is the truth behind the end, and what a smaller size says. */
function refusal(error: Error, isThere: boolean): string {
	if (!(error instanceof Failure) || error.info.code !== "no-such-byte")
		return `LIE: ${error.message}`;
	return isThere ? "shorter now" : "no such byte";
}

function judgeOf(
	findings: readonly Finding[],
	isEdited: (at: Span) => boolean,
): (walk: Walk, entry: TreeEntry, truth: number | undefined, volume: Volume) => string {
	const errors = findings.filter(isError);
	return ({ steps, end }, ends, truth, volume) => {
		const last = steps.at(-1);
		if (end === "damage") {
			const { finding } = last ?? {};
			// Of what a wrong field leads astray, a check has met something else first.
			const isTold = errors.some(
				({ code, nid }) => code === finding?.code || (nid !== undefined && nid === finding?.nid),
			);
			return isTold || last?.at.some(isEdited)
				? "damage"
				: `LIE: damage ${finding?.code} at ${JSON.stringify(last?.at)}, which is none`;
		}
		if (end === "missing") return "missing";
		const about = errors.filter(({ at, nid }) => isEdited(at) || nid === ends.inode.nid);
		const known = about.map(({ code }) => code).join();
		if (end === "absent") return known ? `absent, with ${known}` : "absent";
		let byte: number | undefined;
		try {
			byte = end === "hole" ? 0 : byteAt(volume, { steps, end });
		} catch (error) {
			return `LIE: arrives where nothing is: ${String(error)}`;
		}
		if (truth === undefined)
			return known ? `LIE: arrives behind the end, past ${known}` : "longer now";
		if (byte === truth) return "true";
		if (last?.at.some(isEdited)) return "altered itself";
		return known ? `LIE: ${byte} for ${truth}, past ${known}` : "other now";
	};
}
