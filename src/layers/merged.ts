/**
 * Container images: which layers an image has, and the tree that they make, laid over each other.
 * The rules for what hides what are those of the image specification (for archives) and of
 * overlayfs (for EROFS images).
 */
import { Failure } from "../base/errors";
import type { Finding, Report } from "../base/finding";
import { lastOf, type Near, type Place } from "../containers/near";
import { type Inside, inside } from "../containers/places";
import type { Tools } from "../containers/unpack";
import { type LayerEntry, type LayerWord, wordsOf } from "./layer";

/** Documents that say what is in a folder or archive. */
const INDEXES = ["index.json", "manifest.json"];
/** Folder, index, index of an index, manifest. */
const MOST_STEPS = 8;
/** Paths of a merged tree. */
const MOST_PATHS = 1 << 22;

const isLayer = ({ name }: Near): boolean => /(^|\/)layer-\d+$/.test(name);

export interface Layers {
	/** Chain of the manifest. */
	readonly chain: string;
	/** The lowest first. */
	readonly layers: readonly Near[];
	readonly findings: readonly Finding[];
}

/**
 * The layers of the only image in a folder, an archive, an index or a manifest.
 * @throws Failure when there is none, or several
 */
export async function layersAt(place: Place, tools: Tools): Promise<Layers> {
	const findings: Finding[] = [];
	let at = place;
	for (let step = 0; step < MOST_STEPS; step++) {
		const found = await inside(at, tools);
		if (!found) break;
		findings.push(...found.findings);
		const layers = found.parts.own.filter(isLayer);
		const images = new Set(layers.map(({ name }) => name.slice(0, name.lastIndexOf("/") + 1)));
		if (images.size === 1) return { chain: at.chain, layers, findings };
		if (images.size > 1) throw several([...images].map((name) => name.slice(0, -1)));
		at = await next(found).open(tools);
	}
	throw new Failure({
		kind: "unsupported",
		code: "no-layers",
		message: `${place.chain || place.source.label} holds no container image.`,
		hint: "An OCI layout or a docker-save archive is expected, or a manifest in one.",
	});
}

/** Where an image may be: what an index names, or the index in a folder. */
function next({ kind, parts }: Inside): Near {
	if (kind !== "oci") {
		const [only, more] = parts.own;
		const found = indexIn(parts.own) ?? (more ? undefined : only);
		if (found) return found;
	}
	const [only, more] = parts.own;
	if (only && !more) return only;
	if (kind === "oci" && only) throw several(parts.own.map(({ name }) => name));
	throw new Failure({
		kind: "unsupported",
		code: "no-layers",
		message: "There is no index and no manifest of a container image.",
	});
}

/** The one that is least deep: archives are also made of whole folders, or of “.”. */
function indexIn(files: readonly Near[]): Near | undefined {
	const found = INDEXES.flatMap((name) => files.filter((file) => lastOf(file.name) === name));
	const [first, ...others] = found;
	return others.reduce<Near | undefined>(
		(best, file) => (best && depthOf(file) >= depthOf(best) ? best : file),
		first,
	);
}

const depthOf = ({ name }: Near): number => name.split("/").length;

const several = (names: readonly string[]): Failure =>
	new Failure({
		kind: "unsupported",
		code: "several-images",
		message: `There are several images: ${names.slice(0, 20).join(", ")}.`,
		hint: "Choose one with --in.",
	});

export interface MergedEntry extends LayerEntry {
	/** Number of the layer that it is from: 0 is the lowest. */
	readonly layer: number;
}

/** @throws Failure when a layer cannot be read, or there are too many paths */
export async function merge(
	layers: readonly Near[],
	tools: Tools,
	report: Report,
): Promise<MergedEntry[]> {
	const tree = new Tree();
	for (const [layer, near] of layers.entries()) {
		const words: LayerWord[] = [];
		for await (const word of wordsOf(await near.open(tools), tools, report)) {
			words.push(word);
			if (words.length > MOST_PATHS) throw tooMany();
		}
		// Whatever its place in the layer, such a word is about what lies below the layer.
		for (const word of words) {
			if (word.kind === "gone") tree.remove(word.path);
			if (word.kind === "opaque") tree.empty(word.path);
		}
		for (const word of words) if (word.kind === "entry") tree.put(word.entry, layer);
	}
	return tree.entries();
}

const tooMany = (): Failure =>
	new Failure({
		kind: "limit",
		code: "layers-large",
		message: `The image has more than ${MOST_PATHS} paths.`,
	});

class Tree {
	readonly #root: Node = { below: new Map() };
	#count = 0;

	put(entry: LayerEntry, layer: number): void {
		const { link } = entry;
		// What it is another name of may be from a layer below.
		const { size } = (link !== undefined && this.#at(parts(link))?.entry) || entry;
		let node = this.#root;
		for (const name of parts(entry.path)) {
			let below = node.below.get(name);
			if (!below) {
				if (++this.#count > MOST_PATHS) throw tooMany();
				below = { below: new Map() };
				node.below.set(name, below);
			}
			node = below;
		}
		node.entry = { ...entry, ...(size === undefined ? {} : { size }), layer };
		if (entry.type !== "dir") node.below.clear();
	}

	remove(path: string): void {
		const names = parts(path);
		const last = names.pop();
		if (last === undefined) this.empty("");
		else this.#at(names)?.below.delete(last);
	}

	empty(path: string): void {
		this.#at(parts(path))?.below.clear();
	}

	#at(names: readonly string[]): Node | undefined {
		let node: Node | undefined = this.#root;
		for (const name of names) node = node?.below.get(name);
		return node;
	}

	/** In the order of their paths. */
	entries(): MergedEntry[] {
		const out: MergedEntry[] = [];
		const waiting = [this.#root];
		for (let node = waiting.pop(); node; node = waiting.pop()) {
			if (node.entry) out.push(node.entry);
			for (const below of node.below.values()) waiting.push(below);
		}
		return out.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
	}
}

interface Node {
	/** Absent for a directory that no layer has an entry for. */
	entry?: MergedEntry;
	readonly below: Map<string, Node>;
}

const parts = (path: string): string[] => (path === "" ? [] : path.split("/"));
