import { toJson } from "../../base/json";
import { countText, exactBytes, sizeText, timeText } from "../../base/words";
import { isMissingDevice } from "../../erofs/devices";
import { type KernelReason, kernelNeed, kernelText } from "../../inspect/kernel";
import { type Overview, overviewOf } from "../../inspect/overview";
import { type Uses, usesOf } from "../../inspect/uses";
import { breather } from "../breathe";
import type { Call, ImageCommand } from "../command";
import { keepYoungSpaceSmall } from "../engine";
import { missingNote } from "../missing";
import { isAddress } from "../open";
import { table } from "../table";
import { sumUp, type Taken, takeTree, totalsData, totalsText } from "../totals";

export const info: ImageCommand = {
	name: "info",
	synopsis: "IMAGE [--totals] [--json]",
	summary: "Show the superblock, features, needed kernel, algorithms, devices.",
	about:
		"Shows what the superblock and the structures it points at say: sizes, features, the oldest Linux that can mount the image and why, compression algorithms, and the extra devices in the order in which --device expects them. What files use beyond the features is looked up in a local image.",
	options: {
		totals: {
			type: "boolean",
			doc: "Also reads the whole tree, and sums up its entries, inodes, contents and what they occupy, by file type and by data layout.",
		},
		json: { type: "boolean", doc: "As one JSON object." },
	},
	args: [0, 0],
	async run(call) {
		keepYoungSpaceSmall();
		const { image, name, values, terminal } = call;
		const { signal } = terminal;
		const remote = isAddress(name);
		// The files of a remote image would all have to be fetched, and nothing behind a superblock
		// that nobody reads can be looked at.
		const isNear = !remote && !image.trouble;
		const taken = isNear || values.totals ? await takenOrMissing(call) : undefined;
		const uses =
			isNear && taken
				? await usesOf(image, taken.tree, { signal, breathe: breather() })
				: undefined;
		const kernel = kernelNeed(image, uses);
		const overview = { ...(await overviewOf(image, { name, remote }, signal)), kernel };
		const totals = values.totals && taken ? await sumUp(call, taken) : undefined;
		if (values.json) {
			const data = { ...asData(call, overview), ...(totals ? { totals: totalsData(totals) } : {}) };
			await terminal.out(`${toJson(data, 2)}\n`);
			return;
		}
		const lines = asText(overview, judgedFrom(uses));
		if (totals) lines.push("", ...totalsText(totals));
		await terminal.out(`${lines.join("\n")}\n`);
	},
};

/** The tree; undefined, which is noted, where its root is on a device that was not given. */
async function takenOrMissing(call: Call): Promise<Taken | undefined> {
	try {
		return await takeTree(call);
	} catch (error) {
		if (!isMissingDevice(error)) throw error;
		call.note(missingNote(error));
		return undefined;
	}
}

/** What the needed kernel was judged from. */
function judgedFrom(uses: Uses | undefined): string {
	if (!uses) return "judged from the superblock alone";
	const count = countText(uses.inodes);
	return uses.complete ? `judged from all ${count} inodes` : `judged from ${count} of the inodes`;
}

function asText(o: Overview, judged: string): string[] {
	const sections = [
		table(facts(o)),
		[`Needs (${judged}):`, ...table(o.kernel.reasons.map(reasonRow))],
		["Features:", ...table(featureRows(o))],
	];
	if (o.algorithms.length) sections.push(["Algorithms:", ...table(algorithmRows(o))]);
	if (o.devices.length > 1) sections.push(["Extra devices:", ...table(deviceRows(o))]);
	return sections.flatMap((lines, i) => (i ? ["", ...lines] : lines));
}

const facts = (o: Overview): string[][] => [
	["Image:", o.name],
	...(o.writer ? [["Kind:", `${o.writer.name}. ${o.writer.doc}`]] : []),
	["File size:", exactBytes(o.size)],
	["Block size:", exactBytes(o.blockSize)],
	["Blocks:", countText(o.blocks)],
	["Inodes:", countText(o.inodes)],
	["Root nid:", String(o.rootNid)],
	["Created:", o.created === undefined ? "not recorded" : timeText(o.created)],
	["UUID:", o.uuid],
	["Volume name:", o.volume || "none"],
	["Kernel:", kernelText(o.kernel)],
];

const reasonRow = ({ version, because }: KernelReason): string[] => [
	version === undefined ? "  no Linux" : `  Linux ${version}`,
	because,
];

function featureRows({ features }: Overview): string[][] {
	const rows = features
		.filter(({ set }) => set)
		.map(({ word, name, since, doc }) => [`  ${word}`, name, since ?? "?", doc]);
	return rows.length ? rows : [["  none"]];
}

const algorithmRows = ({ algorithms }: Overview): string[][] =>
	algorithms.map(({ label, since, parameters = "", supported }) => [
		`  ${label}`,
		`Linux ${since}`,
		supported ? parameters : `${parameters} (cannot be decoded)`,
	]);

const deviceRows = ({ devices }: Overview): string[][] =>
	devices
		.slice(1)
		.map(({ id, tag, size, source }) => [
			`  ${id}`,
			sizeText(size),
			tag || "(no name)",
			source ?? "not given",
		]);

/** The stable form for scripts: what is in it stays there under its name. */
function asData({ image }: Call, o: Overview): object {
	const { name, size, blockSize, blocks, inodes, rootNid, uuid, volume, created } = o;
	return {
		image: name,
		writer: o.writer?.name ?? null,
		size,
		blockSize,
		blocks,
		inodes,
		rootNid,
		uuid,
		volume,
		created: created ?? null,
		kernel: { ...o.kernel, version: o.kernel.version ?? null, until: o.kernel.until ?? null },
		features: o.features
			.filter(({ set }) => set)
			.map(({ word, name, mask, since }) => ({ word, name, mask, since: since ?? null })),
		algorithms: o.algorithms.map(({ id, label, since, parameters, supported }) => ({
			id,
			label,
			since,
			parameters: parameters ?? null,
			supported,
		})),
		devices: o.devices
			.slice(1)
			.map(({ id, tag, size, source }) => ({ id, tag, size, file: source ?? null })),
		superblock: image.superblock,
		findings: image.findings,
	};
}
