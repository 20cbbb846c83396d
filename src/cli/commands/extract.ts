import { findPlace } from "../../export/place";
import { breather } from "../breathe";
import type { ImageCommand } from "../command";
import { noteMissingDevices } from "../missing";
import { fillOf, RESCUE, rescueMisuse } from "../rescue";
import { unpack } from "../unpack/unpack";
import { writeTar } from "../write-tar";

export const extract: ImageCommand = {
	name: "extract",
	synopsis: "IMAGE [PATH] -C DIR [--rescue zeros|omit] | --tar FILE",
	summary: "Copy the tree, or a part of it, into a directory or a tar archive.",
	about:
		"Copies everything below PATH (the whole tree when it is not given). Into a directory, files are written with mode and time, as root also with their owner; nothing is ever written outside DIR, and nothing that is there already is changed. Device files, fifos, sockets and extended attributes need tar: the archive has pax headers and keeps owners, nanoseconds, devices, hard links and extended attributes, for “tar --xattrs --xattrs-include='*' -xp” as root. Damaged files are left out; with --rescue what can be read of them is written, and lost.txt tells what is not.",
	options: {
		directory: { type: "string", short: "C", value: "DIR", doc: "Where to put the tree." },
		tar: { type: "string", value: "FILE", doc: "Write an archive; “-” is standard output." },
		rescue: RESCUE,
	},
	args: [0, 1],
	misuse(_, values) {
		const { directory, tar, rescue } = values;
		if ((directory === undefined) === (tar === undefined)) {
			return "Either -C DIR or --tar FILE is expected.";
		}
		if (rescue !== undefined && tar !== undefined) return "--rescue goes with -C DIR.";
		return rescueMisuse(values);
	},
	async run({ image, args: [path = "/"], values, terminal, report, note }) {
		const { signal, progress } = terminal;
		noteMissingDevices({ image, note });
		const start = await findPlace(image, path, signal);
		const options = { report, note, signal, breathe: breather(), onProgress: progress };
		if (typeof values.tar === "string") await writeTar(image, start, values.tar, terminal, options);
		else await unpack(image, start, String(values.directory), { ...options, fill: fillOf(values) });
	},
};
