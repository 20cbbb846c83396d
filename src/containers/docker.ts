/**
 * Archives of docker-save: a manifest in JSON names the configuration and the layers of each image, as
 * files of the archive; the configuration has the digests of the layers.
 */
import { bytesOfHex } from "../base/text";
import { asList, asText, member, placeIn, readJson } from "./json";
import { lastOf, type Near } from "./near";
import { beginning, missing } from "./oci";
import { Reading } from "./reading";
import { by, type Sum } from "./sums";
import { startsWith } from "./tables";
import { uniqueNames } from "./unique";
import type { Given, Part, Wrapper } from "./wrapper";

/** Layers and configurations that are listed. */
const MOST_PARTS = 4096;
/** Where a digest is the name of a file. */
const NAMED = /^([0-9a-f]{64})(?:\.json)?$/;

export const docker: Wrapper = {
	id: "docker",
	name: "a manifest of a docker-save archive",
	reads: "images with their layers, as files of the archive",
	probe: (head) =>
		startsWith(head, "[") && /^\[\s*\{\s*"(Config|RepoTags|Layers)"/.test(beginning(head)),
	async open(given) {
		const reading = new Reading(given, given.signal);
		const images = asList(await readJson(reading));
		const unique = uniqueNames();
		const parts = images.flatMap((image, i) => {
			const tag = asText(asList(member(image, "RepoTags"))[0]) ?? `image-${i + 1}`;
			const of = images.length > 1 ? `${tag}/` : "";
			const file = (name: string, path: unknown): Part => {
				const found = given.near.find(asText(path) ?? "");
				const bytes = found ?? missing(undefined, `${name}, ${asText(path)},`);
				return { name: of + name, size: found?.size, bytes, detail: tag };
			};
			return [
				...asList(member(image, "Layers")).map((path, i) => file(`layer-${i + 1}`, path)),
				file("config", member(image, "Config")),
			];
		});
		return {
			readings: [reading],
			parts: parts.slice(0, MOST_PARTS).map((part) => ({ ...part, name: unique(part.name) })),
			sums: () => sumsOf(images, given, reading),
		};
	},
};

async function* sumsOf(
	images: readonly unknown[],
	given: Given,
	reading: Reading,
): AsyncGenerator<Sum> {
	for (const [i, image] of images.entries()) {
		const path = asText(member(image, "Config")) ?? "";
		const config = given.near.find(path);
		if (!config) continue;
		const of = images.length > 1 ? `of image ${i + 1}` : "of the image";
		const hex = NAMED.exec(lastOf(path))?.[1];
		if (hex) {
			const at = await placeIn(reading, path);
			const said = { of: `the configuration ${of}`, structure: "manifest", at } as const;
			yield { ...said, ...by("SHA-256"), value: bytesOfHex(hex), bytes: config };
		}
		yield* layerSums(asList(member(image, "Layers")), of, config, given);
	}
}

/** The digests in the configuration are of layers that are not compressed. */
async function* layerSums(
	layers: readonly unknown[],
	of: string,
	config: Near,
	given: Given,
): AsyncGenerator<Sum> {
	const reading = new Reading(await config.open(given), given.signal);
	const digests = asList(member(member(await readJson(reading), "rootfs"), "diff_ids"));
	for (const [i, path] of layers.entries()) {
		const digest = asText(digests[i]) ?? "";
		const layer = given.near.find(asText(path) ?? "");
		const hex = NAMED.exec(digest.replace(/^sha256:/, ""))?.[1];
		if (!hex || !layer) continue;
		const { source } = await layer.open(given);
		const head = await source.read(0, Math.min(2, source.size), given.signal);
		if (startsWith(head, GZIP)) continue;
		const said = { of: `layer ${i + 1} ${of}`, structure: "configuration" } as const;
		const at = await placeIn(reading, digest);
		yield { ...said, ...by("SHA-256"), value: bytesOfHex(hex), bytes: layer, at };
	}
}

const GZIP = [0x1f, 0x8b];
