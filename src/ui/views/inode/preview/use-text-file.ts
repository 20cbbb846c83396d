/** A {@link TextFile} and a search in it, tied to the life of a component. */
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { fileSpace } from "../../../../base/space";
import type { BytesResult, TextEncoding } from "../../../../worker/protocol";
import type { OpenImage } from "../../../state/image";
import { encode } from "./encodings.model";
import { TextFind } from "./find.model";
import { type Read, STRIDE, TextFile } from "./text-file";

/** @param head the first bytes, already read */
export function useTextFile(
	image: OpenImage,
	nid: bigint,
	size: number,
	head: BytesResult | undefined,
	encoding: TextEncoding,
): TextFile | undefined {
	const [file, setFile] = useState<TextFile>();
	useEffect(() => {
		if (!head) return;
		const space = fileSpace(nid);
		const read: Read = (start, end, signal) =>
			image.client.call("bytes", { space, start, end }, { signal });
		const made = new TextFile(head, size, read, encoding);
		setFile(made);
		return () => made.close();
	}, [image, nid, size, head, encoding]);
	return file;
}

/** Draws the component again whenever the file has changed. */
export const useVersion = (file: TextFile): number =>
	useSyncExternalStore(file.subscribe, file.version);

/** Milliseconds of searching between two chances for the page to draw. */
const SLICE_MS = 8;

export interface Search {
	readonly find: TextFind;
	/** Index of the hit the reader stands at, -1 when there is none yet. */
	readonly current: number;
	/** Everything that can be searched was. */
	readonly complete: boolean;
	/** Steps to the next hit, or back. */
	step(by: 1 | -1): void;
}

export interface Wanted {
	readonly words: string;
	readonly ignoreCase: boolean;
	/** Byte of the file from which the first hit is chosen. */
	readonly from: number;
}

/** Searches while the file arrives, and has the rest of it read. */
export function useSearch(
	file: TextFile,
	encoding: TextEncoding,
	wanted: Wanted | undefined,
): Search | undefined {
	const version = useVersion(file);
	const { words = "", ignoreCase = true, from = 0 } = wanted ?? {};
	const find = useMemo(() => {
		const pattern = encode(words, encoding) ?? new Uint8Array();
		return words ? new TextFind(pattern, ignoreCase, encoding) : undefined;
	}, [words, ignoreCase, encoding]);
	const [, redraw] = useState(0);
	const [picked, pick] = useState<{ readonly find: TextFind; readonly index: number }>();

	// biome-ignore lint/correctness/useExhaustiveDependencies: a new version means more to search
	useEffect(() => {
		if (!find) return;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const run = () => {
			const until = performance.now() + SLICE_MS;
			let more = true;
			while (more && performance.now() < until) more = find.step(file.lines);
			redraw((n) => n + 1);
			if (more) timer = setTimeout(run);
			else if (!find.capped && !file.error) void file.more(STRIDE);
		};
		run();
		return () => clearTimeout(timer);
	}, [find, file, version]);

	if (!find) return undefined;
	const complete = file.done && (find.capped || file.lines.size - find.scanned < find.length);
	const count = find.hits.length;
	const reached = complete || (find.hits.at(-1) ?? -1) >= from;
	const current = picked?.find === find ? picked.index : reached ? find.from(from) : -1;
	return {
		find,
		current,
		complete,
		step(by) {
			if (count === 0) return;
			const to = complete ? (current + by + count) % count : current + by;
			pick({ find, index: Math.max(0, Math.min(count - 1, to)) });
		},
	};
}
