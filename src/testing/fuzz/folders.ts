/**
 * Damaged folders: members are damaged, missing, called otherwise or alike, cut in pieces, copied; they
 * have other sizes than the folder says, and texts that name the others name what is not there. Of such
 * a folder must hold what holds of any place, each member is listed, and images in it open with what is
 * found near them, or say why not.
 */
import { isDamage } from "../../base/errors";
import { open } from "../../checks/open";
import { follow } from "../../containers/chains";
import { onlyImage } from "../../containers/choose";
import { objectsNear } from "../../containers/composefs";
import { devicesNear } from "../../containers/devices";
import type { Entry } from "../../containers/listing";
import type { Place } from "../../containers/near";
import { folderPlace } from "../../containers/places";
import { layersAt, merge } from "../../layers/merged";
import { memorySource } from "../../sources/memory";
import { folders } from "../made-folders";
import { chance, pick, shuffledSource } from "../shuffled";
import { corpusFolders, tools } from "../wrappers";
import type { FieldPlace } from "./fields";
import type { Broken, Damaged } from "./fuzz";
import { expectFailure, listed } from "./listed";
import { type DamagedPlace, listedAt, outlined, readPart, thoroughly } from "./places";
import type { Target } from "./runs";
import { wordsOf } from "./wrappers";

export interface WholeFolder extends Target {
	/** Its files, one behind the other in its bytes. */
	readonly files: readonly FieldPlace[];
}

/** Those that are made here, and those of the corpus where there is one. */
export async function wholeFolders(): Promise<WholeFolder[]> {
	const wholes: WholeFolder[] = [];
	for (const { name, files } of [...folders, ...corpusFolders()]) {
		const places: FieldPlace[] = [];
		const fields: FieldPlace[] = [];
		let at = 0;
		for (const [path, bytes] of Object.entries(files)) {
			const start = at;
			const words = await wordsOf(bytes);
			fields.push(...words.map((w) => ({ ...w, start: w.start + start, end: w.end + start })));
			at += bytes.length;
			places.push({ name: path, start, end: at });
		}
		const bytes = Uint8Array.from(Buffer.concat(Object.values(files)));
		wholes.push({ name, bytes, fields, files: places });
	}
	return wholes;
}

interface Member {
	readonly path: string;
	readonly bytes: Uint8Array;
	/** As the folder says. */
	readonly size: number;
}

/** @throws what is no Failure, and failures that are bugs */
export async function fuzzFolder(
	{ bytes }: Damaged,
	{ files }: WholeFolder,
	seed: number,
	thorough: boolean,
): Promise<Broken> {
	const { members, what } = changed(files, bytes, seed);
	const broken: string[] = [];
	const damaged = placesOf(members);
	const alone = await listedAt(damaged, broken);
	allAreListed(members, alone, broken);
	await ends(() => onlyImage(damaged.at(), tools));
	for (const { chain, kind } of alone) {
		if (kind !== "erofs") continue;
		await readPart(damaged.at(), chain, broken);
		await ends(() => opened(damaged.at(), chain));
	}
	await ends(() => layered(damaged.at()));
	if (thorough) {
		for (const file of damaged.at().near.own) {
			await ends(async () => {
				const { near } = damaged.at();
				await outlined({ ...(await file.open(tools)), near }, broken);
			});
		}
		await thoroughly(damaged, alone, seed, broken);
	}
	return broken.length > 0 ? [...broken, ...what] : broken;
}

function placesOf(members: readonly Member[]): DamagedPlace {
	const at = (late?: number): Place =>
		folderPlace(
			"folder",
			members.map(({ path, bytes, size }, i) => ({
				...{ path, size },
				async open() {
					const source = memorySource(bytes, path);
					return late === undefined ? source : shuffledSource(source, late + i);
				},
			})),
		);
	return { at, sizes: [0, ...members.map(({ bytes }) => bytes.length)] };
}

/** Kinds that name other members: those are listed as what they are there. */
const INDEXES = ["oci", "docker"];

/** No member is lost: it is an entry, or data of one. */
function allAreListed(members: readonly Member[], list: readonly Entry[], broken: string[]): void {
	if (list.some(({ kind }) => INDEXES.includes(kind))) return;
	const chains = new Set(list.map(({ chain }) => chain));
	for (const { path } of members) {
		const chain = ["folder", path].filter(Boolean).join("/");
		if (!chains.has(chain)) broken.push(`not listed: ${JSON.stringify(path)}`);
	}
}

/** @throws what is no Failure, and failures that are bugs */
async function ends(step: () => Promise<unknown>): Promise<void> {
	try {
		await step();
	} catch (error) {
		if (!isDamage(error)) expectFailure(error);
	}
}

/** The image with its devices and the store of its objects, as far as they are found. */
async function opened(from: Place, chain: string): Promise<void> {
	const { place } = await follow(from, chain, tools);
	const image = await open(place.source, {
		devices: async (slots) => (await devicesNear(place, slots, tools)).map((home) => home?.source),
		objects: objectsNear(place, tools),
	});
	await listed(image);
}

async function layered(from: Place): Promise<void> {
	const { layers } = await layersAt(from, tools);
	await merge(layers, tools, () => {});
}

/** Changes to one folder at most. */
const MOST_CHANGES = 4;

interface Changed {
	readonly members: readonly Member[];
	/** What was changed, in words. */
	readonly what: readonly string[];
}

function changed(files: readonly FieldPlace[], bytes: Uint8Array, seed: number): Changed {
	// Other numbers than those that have damaged the bytes.
	const random = chance(~seed);
	const what: string[] = [];
	let members = files.map(({ name, start, end }): Member => {
		const own = bytes.slice(Math.min(start, bytes.length), Math.min(end, bytes.length));
		return { path: name, bytes: own, size: own.length };
	});
	for (let left = pick(random, MOST_CHANGES + 1); left > 0 && members.length > 0; left--) {
		const change = CHANGES[pick(random, CHANGES.length)] as Change;
		const at = pick(random, members.length);
		what.push(`${change.name} ${at}, ${JSON.stringify(members[at]?.path)}`);
		members = [
			...members.slice(0, at),
			...change(members[at] as Member, members, random),
			...members.slice(at + 1),
		];
	}
	return { members, what };
}

/** What becomes of a member. */
type Change = (one: Member, all: readonly Member[], random: () => number) => Member[];

const CHANGES: readonly Change[] = [
	function missing() {
		return [];
	},
	function renamed(one, all, random) {
		return [{ ...one, path: nameLike(one.path, all, random) }];
	},
	function exchanged(one, all, random) {
		const { bytes, size } = all[pick(random, all.length)] as Member;
		return [{ ...one, bytes, size }];
	},
	function copied(one, all, random) {
		return [one, { ...one, path: nameLike(one.path, all, random) }];
	},
	function split(one, _, random) {
		const cuts = Array.from({ length: 1 + pick(random, 3) }, () => pick(random, one.bytes.length));
		const ends = [...cuts.sort((a, b) => a - b), one.bytes.length];
		const from = pick(random, 2);
		const whole = pick(random, 3) === 0 ? [one] : [];
		return whole.concat(
			ends.map((end, i) => {
				const bytes = one.bytes.slice(ends[i - 1] ?? 0, end);
				return { path: `${one.path}.${i + from}`, bytes, size: bytes.length };
			}),
		);
	},
	/** It has become another since it was listed. */
	function otherwise(one, _, random) {
		const size = [0, one.size + 1, one.size - 1, one.size * 2, 2 ** 40, 2 ** 53][pick(random, 6)];
		return [{ ...one, size: Math.max(0, size as number) }];
	},
	function lying(one, all, random) {
		return [lies(one, all, random)];
	},
	function lying(one, all, random) {
		return [lies(one, all, random)];
	},
];

const ODD_NAMES = [
	"",
	".",
	"..",
	"/",
	"a//b",
	"../image",
	"folder",
	"__proto__",
	"ä\n\u0000%2F",
	"x".repeat(5000),
];

function nameLike(path: string, all: readonly Member[], random: () => number): string {
	const other = (all[pick(random, all.length)] as Member).path;
	const names = [other, `deeper/${path}`, `deeper/${other}`, `${path}.0`, path.toUpperCase()];
	return pick(random, 2) === 0
		? (names[pick(random, names.length)] as string)
		: (ODD_NAMES[pick(random, ODD_NAMES.length)] as string);
}

/** Texts up to this length are changed as texts. */
const MOST_TEXT = 1 << 14;
const NUMBERS = [
	"0",
	"1",
	"-1",
	"4294967296",
	"9007199254740993",
	"18446744073709551616",
	"1e999",
	"null",
];

/** Of a text another number or another name: of a member, or of itself. */
function lies(one: Member, all: readonly Member[], random: () => number): Member {
	if (one.bytes.length > MOST_TEXT) return one;
	const text = new TextDecoder("latin1").decode(one.bytes);
	const isNumber = pick(random, 2) === 0;
	const words = [...text.matchAll(isNumber ? /\d+/g : /[\w.:/-]{4,}/g)];
	const word = words[pick(random, words.length)];
	if (!word) return one;
	const names = all.map(({ path }) => path.slice(path.lastIndexOf("/") + 1));
	const others = isNumber ? NUMBERS : [...names, ...names, "", "system.transfer.list", "../../etc"];
	const lie = others[pick(random, others.length)] as string;
	const end = word.index + word[0].length;
	const bytes = Buffer.from(text.slice(0, word.index) + lie + text.slice(end), "latin1");
	return { ...one, bytes, size: bytes.length };
}
