/** Whose each byte is. */
import type { SpaceId } from "../../base/range";
import { IMAGE_SPACE } from "../../base/space";
import type { OwnerKind } from "../../ownership/words";
import type { Step } from "../../schema/stepper";
import type { Current } from "../current";
import { fetchedOf, sharesOf } from "../fetched";
import type { HandlersOf, Method } from "../method";
import { wrapperOwner, wrapperStrip } from "../raw-owners";

export type { OwnerKind } from "../../ownership/words";

/** Whose a byte is, how far around it that holds, and the structures it is in. */
export interface ByteOwner {
	readonly start: number;
	readonly end: number;
	/** A key of KIND_WORDS. */
	readonly kind: OwnerKind;
	/** The inodes it belongs to, the first hundred of them. Those without a name have no path. */
	readonly inodes: readonly { readonly nid: bigint; readonly path?: string }[];
	/** How many more. */
	readonly more: number;
	readonly detail?: {
		/** What padding is there for, or why nobody claims it. */
		readonly why?: string;
		/** What the byte of an orphan would be. */
		readonly kind?: string;
	};
	/**
	 * Names from whose it is to the innermost field: `inode /bin/sh`, `index`, `entry lcluster 5`,
	 * `clusterofs`. Several where bits share a byte.
	 */
	readonly ways: readonly (readonly string[])[];
	/** The structures around it from the outside in, each with its value, meaning and target. */
	readonly steps: readonly Step[];
}

export interface OwnersFound {
	/** Without directories that are compressed: their names follow from their nids. */
	readonly spaces: readonly { readonly id: SpaceId; readonly size: number }[];
	/** What was left out because it would have been too much, each in a sentence. */
	readonly shortfalls: readonly string[];
	/** Damaged inodes that were not looked at closer: a check tells what is wrong with them. */
	readonly untold: number;
	/** Bytes held for it. */
	readonly memory: number;
}

/** Bytes of a space in equal parts; the last one may reach beyond its end. */
export interface StripParams {
	readonly space: SpaceId;
	readonly start: number;
	readonly end: number;
	/** How many parts. */
	readonly cells: number;
}

/** A part has no whole number of bytes: part `i` of `n` goes from `i/n` to `(i + 1)/n` of them. */
export interface Strip {
	/** For each part what most of its bytes are: index into `names`. */
	readonly kinds: Uint8Array<ArrayBuffer>;
	/** Keys of KIND_WORDS. Inodes and directories count as wholes. */
	readonly names: readonly OwnerKind[];
	/** Of files that come over a network: how much of each part was fetched, 0 to 255. */
	readonly fetched?: Uint8Array<ArrayBuffer>;
}

export interface OwnersApi {
	/**
	 * Finds out who owns each byte. Until that is done, `annotate`, `owner` and `strip` tell what
	 * follows from the inodes that were met; a remote image is read for it wherever metadata lies.
	 */
	owners: Method<Record<never, never>, OwnersFound>;
	/** Bytes that `owners` would fetch, about; 0 when none. */
	ownersCost: Method<Record<never, never>, { bytes: number }>;
	/** As far as it is known now: kind `unread` until then. Nothing for a byte that does not exist. */
	owner: Method<{ space: SpaceId; offset: number }, { owner?: ByteOwner }>;
	/** Many bytes at a glance, as far as it is known now. Nothing for bytes that do not exist. */
	strip: Method<StripParams, { strip?: Strip }>;
}

export const owners = (current: Current): HandlersOf<OwnersApi> => ({
	async owners(_, { signal, progress }) {
		return (await current.session().owners.join(signal, progress)).result;
	},

	ownersCost: async () => ({ bytes: current.session().owners.cost() }),

	async owner({ space, offset }, { signal }) {
		const { session, raw } = current.open();
		const outline = space === IMAGE_SPACE ? raw?.wrapper?.outline : undefined;
		const owner = outline
			? wrapperOwner(outline, offset)
			: await session?.owners.at(space, offset, signal);
		return owner ? { owner } : {};
	},

	async strip(params, { signal }) {
		const { session, opened, raw } = current.open();
		if (raw?.wrapper && params.space === IMAGE_SPACE) {
			const strip = wrapperStrip(raw.wrapper.outline, params);
			return strip ? { strip } : {};
		}
		const strip = await session?.owners.strip(params, signal);
		if (!session || !strip) return {};
		const fetched = fetchedOf(session, opened.remotes, params.space);
		if (!fetched) return { strip };
		return { strip: { ...strip, fetched: sharesOf(fetched, params, strip.kinds.length) } };
	},
});
