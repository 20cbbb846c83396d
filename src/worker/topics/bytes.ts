/** Bytes of any space: what they are, where they come from, what they belong to. */
import type { SpaceId, Span } from "../../base/range";
import { because } from "../../base/source";
import { IMAGE_SPACE } from "../../base/space";
import { fileName, type Outside, outside } from "../../containers/outside";
import { type Holding, type Origins, originsOf } from "../../inspect/origins";
import type { Annotation } from "../../schema/annotate";
import { annotateRange } from "../annotate";
import { bytesOf, sourceBytes } from "../bytes";
import type { Current } from "../current";
import { find } from "../find";
import { holdings } from "../holdings";
import type { HandlersOf, Method } from "../method";
import { rawNodes } from "../raw";
import { forReason } from "../reason";

export type { Origin, Origins } from "../../inspect/origins";

/** Bytes of a space. `missing` are ranges that could not be read and are shown as missing. */
export interface BytesResult {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly missing: readonly {
		readonly start: number;
		readonly end: number;
		readonly why: string;
		/** The stored bytes that are damaged. */
		readonly at?: Span;
	}[];
}

/** A run of bytes, and where it lies. */
export interface Lying extends Omit<Outside, "file"> {
	/** Name of a file that was opened, or of one in an image. */
	readonly file: string;
}

/** Contents that stored bytes are; without a path as long as nobody met the inode by a name. */
export interface NamedHolding extends Holding {
	readonly path?: string;
}

export interface FindParams {
	readonly space: SpaceId;
	readonly pattern: Uint8Array;
	/** Treat ASCII letters of both cases as equal. */
	readonly ignoreCase?: boolean;
	readonly from: number;
	/** Where to give up; the end of the space (or its start) when absent. */
	readonly to?: number;
	readonly backward?: boolean;
}

export interface BytesApi {
	/** At most 4 MiB at a time. */
	bytes: Method<{ space: SpaceId; start: number; end: number }, BytesResult>;
	/**
	 * What all bytes of [start, end) of a space are: structures, contents, padding, free bytes. Before
	 * all owners are found some are `unread`; what `focus` owns is known in any case.
	 */
	annotate: Method<
		{ space: SpaceId; start: number; end: number; focus?: bigint },
		{ nodes: readonly Annotation[] }
	>;
	/** Where bytes of contents come from; nothing for bytes of a device. */
	origins: Method<Span, { origins?: Origins }>;
	/**
	 * Where bytes of the image or of a device lie in the files that were opened; nothing for other
	 * spaces, and where the file is the image.
	 */
	outside: Method<Span, { readonly list: readonly Lying[]; readonly more: boolean }>;
	/** Contents that stored bytes are, of the selected inode `focus` and of those known to own them. */
	holdings: Method<
		Span & { readonly focus?: bigint },
		{ readonly list: readonly NamedHolding[]; readonly more: boolean }
	>;
	find: Method<FindParams, { at?: Span }>;
}

/** Runs of contents told at a time, of each space they come from. */
const MOST_ORIGINS = 8;

export const bytes = (current: Current): HandlersOf<BytesApi> => ({
	async bytes({ space, start, end }, { signal }) {
		const { raw } = current.open();
		return raw
			? sourceBytes(raw.source, { start, end }, signal)
			: bytesOf(current.session(), space, { start, end }, signal);
	},

	async annotate({ space, start, end, focus }, { signal }) {
		const { raw } = current.open();
		if (raw) return { nodes: await rawNodes(raw, { start, end }, signal) };
		return {
			nodes: await annotateRange(
				current.session(),
				{ space, range: { start, end }, focus },
				signal,
			),
		};
	},

	async origins(wanted, { signal }) {
		const image = forReason(current.session().image, "where bytes on screen come from");
		const origins = await originsOf(image, wanted, MOST_ORIGINS, signal);
		return origins ? { origins } : {};
	},

	async outside({ space, start, end }) {
		const home = current.session().homes.get(space);
		const list: Lying[] = [];
		if (!home || (space === IMAGE_SPACE && !home.parents)) return { list, more: false };
		for (const { file, ...run } of outside(home, { start, end })) {
			if (list.length === MOST_ORIGINS) return { list, more: true };
			list.push({ ...run, file: fileName(file) });
		}
		return { list, more: false };
	},

	holdings: ({ focus, ...stored }, { signal }) =>
		holdings(current.session(), stored, focus, signal),

	async find(params, { signal, progress }) {
		const { raw } = current.open();
		const source = raw?.source ?? (await current.session().source(params.space, signal));
		const at = await find(because(source, "search"), params, signal, progress);
		return at ? { at } : {};
	},
});
