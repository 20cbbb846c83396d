/** A folder of files, as it was dropped or named. It has no bytes of its own. */
import { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import type { Wrapper } from "./wrapper";

export const folder: Wrapper = {
	id: "folder",
	name: "a folder",
	reads: "files that belong together: OCI layouts, bootstraps with their blobs, split images",
	open: async ({ near }) => ({
		parts: near.own.map((file) => ({ name: file.name, size: file.size, bytes: file })),
		readings: [],
	}),
};

export const NO_BYTES: ByteSource = {
	id: "folder",
	label: "folder",
	size: 0,
	async read(start, end) {
		if (start === 0 && end === 0) return new Uint8Array();
		throw new Failure({ kind: "io", message: "A folder has no bytes of its own." });
	},
};
