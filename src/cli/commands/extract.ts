import { findPlace } from "../../export/place";
import type { ImageCommand } from "../command";
import { noteMissingDevices } from "../missing";
import { unpack } from "../unpack/unpack";
import { writeTar } from "../write-tar";

export const extract: ImageCommand = {
	name: "extract",
	synopsis: "IMAGE [PATH] -C DIR | --tar FILE",
	summary: "Copy the tree, or a part of it, into a directory or a tar archive.",
	about:
		"Copies everything below PATH (the whole tree when it is not given). Into a directory, files are written with mode and time, as root also with their owner; nothing is ever written outside DIR, and nothing that is there already is changed. Device files, fifos, sockets and extended attributes need tar: the archive has pax headers and keeps owners, nanoseconds, devices, hard links and extended attributes, for “tar --xattrs --xattrs-include='*' -xp” as root.",
	options: {
		directory: { type: "string", short: "C", value: "DIR", doc: "Where to put the tree." },
		tar: { type: "string", value: "FILE", doc: "Write an archive; “-” is standard output." },
	},
	args: [0, 1],
	misuse: (_, { directory, tar }) =>
		(directory === undefined) === (tar === undefined)
			? "Either -C DIR or --tar FILE is expected."
			: undefined,
	async run({ image, args: [path = "/"], values, terminal, report, note }) {
		const { signal, progress } = terminal;
		noteMissingDevices({ image, note });
		const start = await findPlace(image, path, signal);
		const options = { report, note, signal, onProgress: progress };
		if (typeof values.tar === "string") await writeTar(image, start, values.tar, terminal, options);
		else await unpack(image, start, String(values.directory), options);
	},
};
