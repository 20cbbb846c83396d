import type { Failure } from "../../base/errors";
import { toJson } from "../../base/json";
import { DEVICE_MISSING } from "../../erofs/devices";
import { manifest as entries } from "../../export/manifest";
import { digestsBy } from "../../pool/digests";
import { breather } from "../breathe";
import { type ImageCommand, JOBS } from "../command";
import { compileLess, keepYoungSpaceSmall } from "../engine";
import { Lines } from "../lines";
import { missingNote, noteMissingDevices } from "../missing";

export const manifest: ImageCommand = {
	name: "manifest",
	synopsis: "IMAGE [--no-digest] [--jobs N]",
	summary: "List every path with attributes and digests, as JSON lines.",
	about:
		"Writes one JSON object a line for each path, sorted by the bytes of the path: type, mode, owner, times, size, symlink target, device number, SHA-256 of the contents, extended attributes. The same tree gives the same lines, whatever image holds it. A file whose contents cannot be read has “error” instead of “sha256”.",
	options: {
		"no-digest": { type: "boolean", doc: "Leave out SHA-256: contents are not read." },
		...JOBS,
	},
	args: [0, 0],
	async run({ image, values, terminal, report, note, pool }) {
		keepYoungSpaceSmall();
		compileLess();
		const { signal, progress } = terminal;
		const lines = new Lines(terminal);
		const options = {
			report,
			unread: (why: Failure, path: Uint8Array) => {
				if (why.info.code === DEVICE_MISSING) note(missingNote(why));
				else if (!why.info.finding) note({ path, text: why.message, kind: "missing" });
			},
			signal,
			breathe: breather(),
			...(values["no-digest"] ? {} : { digests: digestsBy(pool()) }),
			onEntry: (done: number) => progress({ phase: "Reading", done, unit: "entries" }),
		};
		noteMissingDevices({ image, note });
		for await (const entry of entries(image, options)) {
			const full = lines.add(toJson(entry));
			if (full) await full;
		}
		await lines.flush();
	},
};
