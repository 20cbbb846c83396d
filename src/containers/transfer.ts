/**
 * Block updates of Android before payloads: a list of commands says which blocks of a partition
 * come from the file of new data beside it, in order, and which are zeros.
 */
import type { Range } from "../base/range";
import { partSpace } from "../base/space";
import { countText, exactBytes } from "../base/words";
import { type Layer, Layers } from "./layer";
import { type Home, type Near, type Nearby, packedIn } from "./near";
import { copyOf, lost, MOST_PIECES, Pieces, parentsIn, piecesSource, ZEROS } from "./pieces";
import { Reading } from "./reading";
import { beginning, undamaged } from "./unpack";
import { type Given, PROBE_HEAD, type Wrapper } from "./wrapper";

const BLOCK = 4096;
const MOST_TEXT = 64 << 20;
/** Blocks of a partition: more are nonsense. */
const MOST_BLOCKS = 2 ** 32;

const BEGINNING = /^[1-4]\n\d+\n(?:\d+\n\d+\n)?(?:erase|new|zero|move|bsdiff|imgdiff|stash|free) /;

const LIST = { key: "transfer_list", role: "text", doc: "Which blocks come from where." } as const;

export const transfer: Wrapper = {
	id: "transfer",
	name: "a transfer list of Android",
	reads:
		"full updates, with new.dat or new.dat.br beside it, also in several files; of incremental ones it is said what is missing",
	probe: (head) => BEGINNING.test(latin1(head.subarray(0, 64))),
	async open(given) {
		const reading = new Reading(given, given.signal);
		const length = Math.min(reading.size, MOST_TEXT);
		const text = latin1(await reading.step(() => reading.slice(LIST, 0, length)));
		const { runs, needed, blocks, others } = runsOf(reading, text);
		const size = blocks * BLOCK;
		const stem = given.name.replace(/\.transfer\.list$/, "");
		const data = newDataOf(given, stem, needed * BLOCK);
		const detail = others.size > 0 ? incremental(others) : undefined;
		const part = {
			...{ name: "", size, ...(detail ? { detail } : {}) },
			...(data ? { madeOf: data.files } : {}),
			bytes: async () =>
				piecesOf(given, reading, runs, size, await opened(given, data, needed), stem),
			...(data?.isPacked && beginsWithData(runs) ? { head: () => headOf(given, data) } : {}),
		};
		return { readings: [reading], parts: [part] };
	},
};

/** Whether the first bytes of the partition are the first of the new data. */
const beginsWithData = ([first]: readonly Run[]): boolean =>
	first?.kind === "new" && first.from === 0 && first.at === 0;

const latin1 = (bytes: Uint8Array): string => new TextDecoder("latin1").decode(bytes);

const incremental = (commands: ReadonlySet<string>): string =>
	`incremental (${[...commands].join(", ")}): needs the old partition`;

/** Blocks [from, to) of the partition and where they are from. */
interface Run {
	readonly from: number;
	readonly to: number;
	readonly kind: keyof typeof LOST | "new";
	/** Block of the new data. */
	readonly at: number;
}

/** Why blocks that are not in the new data cannot be had. */
const LOST = {
	old: "These bytes are made from the old partition: the update is incremental.",
	made: "These bytes are a hash tree, which is made where the update is applied.",
};

interface Runs {
	/** By block. */
	readonly runs: readonly Run[];
	/** Blocks of new data. */
	readonly needed: number;
	/** Blocks of the partition. */
	readonly blocks: number;
	/** Commands that need the old partition. */
	readonly others: ReadonlySet<string>;
}

const KINDS: Readonly<Record<string, Run["kind"]>> = {
	new: "new",
	compute_hash_tree: "made",
};
/** What nothing else writes is zeros. */
const ZEROED = ["zero", "erase"];
/** They keep blocks of the old partition for later, and change none. */
const QUIET = ["stash", "free"];

function runsOf(reading: Reading, text: string): Runs {
	const runs: Run[] = [];
	const others = new Set<string>();
	let needed = 0;
	let blocks = 0;
	let byte = 0;
	for (const line of text.split("\n")) {
		const start = byte;
		byte += line.length + 1;
		const [command = "", ...words] = line.split(" ");
		if (!/^[a-z_]/.test(command) || QUIET.includes(command)) continue;
		const kind = KINDS[command] ?? "old";
		if (kind === "old" && !ZEROED.includes(command)) others.add(command);
		// Of several lists the first is that of the blocks it writes; in version 1 the last.
		const lists = words.filter((word) => /^\d+(,\d+)+$/.test(word));
		const list = text.startsWith("1\n") ? lists.at(-1) : lists[0];
		const ranges = list && rangesOf(list);
		if (!ranges || runs.length > MOST_PIECES) {
			reading.report({
				code: "transfer-command",
				severity: "error",
				text: "This line says nothing that is understood; its blocks are left out.",
				structure: LIST.key,
				seen: line.slice(0, 60),
				at: { space: reading.home.space, start, end: start + line.length },
			});
			continue;
		}
		for (const [from, to] of ranges) {
			blocks = Math.max(blocks, to);
			if (ZEROED.includes(command)) continue;
			runs.push({ from, to, kind, at: needed });
			if (kind === "new") needed += to - from;
		}
	}
	return { runs: runs.sort((a, b) => a.from - b.from), needed, blocks, others };
}

/** `4,0,10,20,30`: so many numbers, and pairs of first block and the one behind the last. */
function rangesOf(list: string): [from: number, to: number][] | undefined {
	const [count, ...numbers] = list.split(",").map(Number);
	if (count !== numbers.length || numbers.length % 2 !== 0) return undefined;
	const pairs: [number, number][] = [];
	for (let i = 0; i < numbers.length; i += 2) {
		const [from, to] = [numbers[i] as number, numbers[i + 1] as number];
		if (!(from < to && to <= MOST_BLOCKS)) return undefined;
		pairs.push([from, to]);
	}
	return pairs;
}

/** The files of new data, in order, and whether they are compressed: as one, not each. */
interface NewData {
	readonly files: readonly Near[];
	readonly isPacked: boolean;
}

/** Files that new data may be split into. */
const MOST_SPLIT = 1024;

/** @param size bytes that are needed: a file that has fewer is the first of several */
function newDataOf({ near }: Given, stem: string, size: number): NewData | undefined {
	for (const isPacked of [false, true]) {
		const name = `${stem}.new.dat${isPacked ? ".br" : ""}`;
		const whole = near.find(name);
		if (whole && (isPacked || (whole.size ?? size) >= size)) return { files: [whole], isPacked };
		const files = [...(whole ? [whole] : []), ...numbered(near, name)];
		if (files.length > 0) return { files, isPacked };
	}
	return undefined;
}

/** The files of that name with numbers behind it, from 0 or 1 on. */
function* numbered(near: Nearby, name: string): Generator<Near> {
	for (let n = 0; n < MOST_SPLIT; n++) {
		const file = near.find(`${name}.${n}`);
		if (file) yield file;
		else if (n > 0) return;
	}
}

/** One behind the other. @throws Failure */
async function joined(given: Given, { files }: NewData): Promise<Home> {
	const homes: Home[] = [];
	for (const file of files) homes.push(await file.open(given));
	const [first] = homes;
	if (first && homes.length === 1) return first;
	const pieces = new Pieces();
	for (const [i, { source }] of homes.entries()) pieces.add(source.size, copyOf(0, i));
	const label = files.map(({ name }) => name).join(" + ");
	const nothingIsPacked = async () => new Uint8Array();
	const source = piecesSource(pieces, homes, label, nothingIsPacked);
	const parents = (range: Range) => parentsIn(pieces, homes, range);
	return { space: partSpace(`${given.chain}/new.dat`), source, parents };
}

/** The bytes of the new data, unpacked; undefined where it is not here. @throws Failure */
async function opened(
	given: Given,
	data: NewData | undefined,
	needed: number,
): Promise<Home | undefined> {
	if (!data) return undefined;
	const home = await joined(given, data);
	if (!data.isPacked) return home;
	const { source } = home;
	const packed = {
		codec: "brotli",
		start: 0,
		end: source.size,
		size: needed * BLOCK,
	} as const;
	const whole = undamaged(await given.unpacker.whole(packed, source, source.label, given));
	return { space: home.space, source: whole, parents: packedIn(home, packed) };
}

async function headOf(given: Given, data: NewData): Promise<Uint8Array> {
	const { source } = await joined(given, data);
	const packed = { codec: "brotli", start: 0, end: source.size } as const;
	return beginning(given.unpacker.stream(packed, source, given.signal), PROBE_HEAD);
}

function piecesOf(
	given: Given,
	reading: Reading,
	runs: readonly Run[],
	size: number,
	home: Home | undefined,
	stem: string,
): Pieces {
	const layers = new Layers(given);
	const data = home && layers.add(home);
	const pieces = new Pieces(layers.files);
	const absent = `These bytes are in ${stem}.new.dat or ${stem}.new.dat.br, which is not here.`;
	for (const { from, to, kind, at } of runs) {
		const start = Math.max(from * BLOCK, pieces.size);
		const count = to * BLOCK - start;
		if (count <= 0) continue;
		pieces.add(start - pieces.size, ZEROS);
		const byte = at * BLOCK + start - from * BLOCK;
		if (kind !== "new") pieces.add(count, lost(LOST[kind]));
		else if (!data) pieces.add(count, lost(absent, "Open both files together."));
		else addNew(pieces, reading, count, byte, data);
	}
	pieces.add(size - pieces.size, ZEROS);
	return pieces;
}

function addNew(pieces: Pieces, reading: Reading, count: number, byte: number, data: Layer): void {
	const there = Math.max(0, Math.min(count, data.size - byte));
	pieces.add(there, data.from(byte));
	if (there === count) return;
	const why = {
		code: "transfer-data-short",
		severity: "error",
		text: "The file of new data ends before the blocks that the list takes from it.",
		structure: LIST.key,
		seen: exactBytes(data.size),
		allowed: `${countText(byte + count)} bytes`,
		at: { space: reading.home.space, start: 0, end: reading.size },
	} as const;
	reading.report(why);
	pieces.add(count - there, { kind: "lost", why });
}
