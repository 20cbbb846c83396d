import { toJson } from "../../base/json";
import { layersAt, merge } from "../../layers/merged";
import type { FileCommand } from "../command";
import { Lines } from "../lines";
import { table } from "../table";

export const layers: FileCommand = {
	name: "layers",
	synopsis: "FILE [--json]",
	summary: "List the files of a container image, and which of its layers each is from.",
	about:
		"Lays the layers of an OCI image (folder or archive) or a docker-save archive over each other, EROFS images and tar archives alike, with what they hide, and lists what is left: mode, size, the layer it is from, counted from 1, and the path. FILE may be a folder. Where it holds several images, --in chooses one.",
	options: {
		json: { type: "boolean", doc: "As JSON lines: path, type, mode, size, link, layer, chain." },
	},
	args: [0, 0],
	async runOnFile({ values, terminal }, { place, tools, report }) {
		const found = await layersAt(place, tools);
		for (const finding of found.findings) report(finding);
		const entries = await merge(found.layers, tools, report);
		terminal.clear();
		const lines = new Lines(terminal);
		const rows = values.json
			? entries.map((entry) =>
					toJson({
						...entry,
						...{ mode: octal(entry.mode), layer: entry.layer + 1 },
						chain: found.layers[entry.layer]?.chain,
					}),
				)
			: table(
					entries.map(({ path, type, mode, size, link, layer }) => [
						type,
						octal(mode),
						size === undefined ? "" : String(size),
						`layer-${layer + 1}`,
						`/${path}${link === undefined ? "" : ` = /${link}`}`,
					]),
					["left", "left", "right"],
				);
		for (const row of rows) await lines.add(row);
		await lines.flush();
	},
};

const octal = (mode: number): string => mode.toString(8).padStart(4, "0");
