/** Opening files, and what is told of them as a whole. */
import type { Edit } from "../../base/edits";
import type { Finding } from "../../base/finding";
import type { ByteSource } from "../../base/source";
import { IMAGE_SPACE } from "../../base/space";
import { fileAround, follow } from "../../containers/chains";
import type { Home } from "../../containers/near";
import { outside } from "../../containers/outside";
import type { Assumed } from "../../erofs/open";
import { COMPOSEFS } from "../../erofs/writer";
import type { FileFacts, Overview } from "../../inspect/overview";
import { fileInImage } from "../../layers/file-in-image";
import { alteredVolume } from "../altered";
import type { Current, OpenFile } from "../current";
import type { Roles } from "../inputs";
import { type InFolder, imageAt, type Outermost, outermost } from "../inside";
import type { HandlersOf, Method } from "../method";
import { openInputs } from "../open-inputs";
import { isOfFile, openRaw } from "../raw";
import { type Session, type SessionOptions, sessionAt } from "../session";
import { PrivateFiles } from "../unpacker";

export type { Assumed } from "../../erofs/open";
export type { KernelReason } from "../../inspect/kernel";
export type {
	AlgorithmRow,
	DeviceRow,
	Fact,
	FeatureRow,
	FileFacts,
	Overview,
	SpaceRow,
} from "../../inspect/overview";

/**
 * What one of several files is: the image or wrapper itself, the device in a slot of its table (from
 * 1), a file beside it that wrappers may name or need (pieces, block devices), or nothing: because
 * the user says so, or because nothing names it and it fits no device.
 */
export type Role = "image" | "beside" | "unused" | "unmatched" | number;

/** One thing the user handed us. */
export type Input = (
	| { readonly kind: "file"; readonly file: File }
	| { readonly kind: "url"; readonly url: string }
) & {
	/** What it is, as the user says; found out where it is absent. */
	readonly role?: Role;
	/** Its path, where all are the files of a folder: from the name of that on. */
	readonly path?: string;
};

/** Says that a device is read from a file near the image, or from none. */
export interface DeviceMatch {
	/** From 1. */
	readonly device: number;
	/** Leads to the file; empty for none. */
	readonly chain: string;
}

/** A file near the image: of its folder or archive, or given with it. */
export interface NearFile {
	readonly chain: string;
	readonly name: string;
	/** Bytes; absent when only unpacking tells. */
	readonly size?: number;
}

/** What devices are read from, and what else they could be. */
export interface NearFiles {
	readonly files: readonly NearFile[];
	readonly devices: readonly DeviceMatch[];
}

export interface OpenParams {
	/** The image first; the others are matched to device slots: as said, by tag, size or order. */
	readonly inputs: readonly Input[];
	/** Which files near the image are its devices, where the user says so. */
	readonly matches?: readonly DeviceMatch[];
	/** Byte at which the EROFS volume starts inside the first input. */
	readonly offset?: number;
	/** Leads to a part of a wrapper; without it the only image in it is opened. */
	readonly chain?: string;
	/** Opens what would be refused for its superblock alone. */
	readonly assume?: Assumed;
	/** Opens a copy in memory that has other bytes at these places. */
	readonly edits?: readonly Edit[];
	/** Whether the checksum of the superblock is made right after the edits; it is without. */
	readonly mends?: boolean;
	/** Bytes that one compressed file may unpack to; any number when absent. */
	readonly unpackLimit?: number;
	/** Keep fetched blocks of a remote image on this device for the next visit. */
	readonly keep?: boolean;
	/** Fetch remote files whole before reading them, for servers that cannot send parts. */
	readonly whole?: boolean;
}

/** What was found wrong since the last time. */
export interface Found {
	/** One that was told before comes once more when its path is known. */
	readonly findings: readonly Finding[];
	/** How often one was met that is not told, because there are so many. */
	readonly more: number;
}

export interface OpeningApi {
	/** A file that it refuses for what is in it stays open for its bytes: see `refused`. */
	open: Method<OpenParams, Overview>;
	/** The file that `open` has just refused, when its bytes can be shown. */
	refused: Method<Record<never, never>, { readonly facts?: FileFacts }>;
	/**
	 * All that is found wrong with the open file, by whatever call, until it is cancelled. What a call
	 * meets is told before it is answered. Asked for before `open`, nothing is missed.
	 */
	findings: Method<Record<never, never>, never, Found>;
	/** What the devices of the image are read from, and what else lies near it. */
	near: Method<Record<never, never>, NearFiles>;
	/** What each of the inputs was taken for, in their order. */
	roles: Method<Record<never, never>, readonly Role[]>;
}

/** The image that is meant, or the bytes of the part or file that is none. */
async function sessionOrRaw(
	outer: Outermost,
	chain: string,
	options: SessionOptions,
): Promise<Pick<OpenFile, "session" | "raw" | "place">> {
	const { tools, assume, altered } = options;
	let { place } = outer;
	try {
		const named = await follow(place, chain, tools);
		place = named.place;
		// Who insists knows what it is.
		let reached = assume ? named : await imageAt(named, chain !== "", tools);
		if (altered) {
			const source = await alteredVolume(reached.place.source, altered, tools.signal);
			place = { ...reached.place, source };
			reached = { ...reached, place };
		}
		return { session: await sessionAt(outer, reached, options), place: fileAround(place) };
	} catch (why) {
		if (!isOfFile(why)) throw why;
		return { raw: await openRaw(outer, place, options, why), place: fileAround(place) };
	}
}

/** Runs of an image that are followed out to the files they lie in. */
const MOST_RUNS = 1 << 16;

/** Whether an image has bytes of one of several files, as far as it can be said. */
function mayUse(
	{ homes, image }: Session,
	file: ByteSource,
	given: readonly ByteSource[],
): boolean {
	// Its objects are looked for when they are read.
	if (image.writer === COMPOSEFS) return true;
	// Devices that are made of something may be made of it.
	if (image.devices.some(({ source }) => source && !given.includes(source))) return true;
	let runs = 0;
	const home = homes.get(IMAGE_SPACE) as Home;
	for (const { file: around } of outside(home, { start: 0, end: home.source.size }))
		if (around.source === file || ++runs > MOST_RUNS) return true;
	return false;
}

/** In a folder, where all but what is opened is found by names and contents. */
const inFolder = (files: readonly InFolder[], roles: Roles, chain: string): Role[] =>
	files.map(({ path, source }) => {
		const isOpen = `${chain}/`.startsWith(`folder/${path}/`);
		return isOpen ? "image" : roles.get(source) === "unused" ? "unused" : "beside";
	});

/** Files near an image that are told. */
const MOST_NEAR = 500;

export const opening = (current: Current): HandlersOf<OpeningApi> => ({
	async open(params, { signal, progress }) {
		const { inputs, offset = 0, chain = "", assume, keep = false, whole = false } = params;
		const { edits = [], mends = true, unpackLimit, matches } = params;
		const altered = edits.length > 0 ? { edits, mends } : undefined;
		progress({ phase: "Opening", done: 0, unit: "bytes" });
		const opened = await openInputs(inputs, { offset, keep, whole, signal, progress });
		const { sources, roles, files, remotes } = opened;
		const remote = remotes.length > 0;
		const unpacker = new PrivateFiles(unpackLimit);
		const { log } = current.stream;
		let next: OpenFile;
		try {
			const outer = await outermost({ ...opened, offset });
			const tools = {
				unpacker,
				fileIn: fileInImage,
				signal,
				onProgress: progress,
				report: log.add,
			};
			const about = { offset, roles, matches, files, assume, altered, remote, log, tools };
			next = { opened, unpacker, image: outer.file, ...(await sessionOrRaw(outer, chain, about)) };
		} catch (error) {
			unpacker.close();
			for (const source of sources) source.close?.();
			throw error;
		}
		current.replace(next);
		const { session, raw } = next;
		if (session) return session.overview;
		for (const finding of raw?.findings ?? []) log.add(finding);
		throw raw?.why;
	},

	async refused() {
		const facts = current.file?.raw?.facts;
		return facts ? { facts } : {};
	},

	findings: (_, { signal, emit }) => current.stream.listen(emit, signal),

	async near() {
		const { near, froms } = current.session();
		const files = near.slice(0, MOST_NEAR).map(({ chain, name, size }): NearFile => {
			return { chain, name, ...(size === undefined ? {} : { size }) };
		});
		return { files, devices: [...froms].map(([device, chain]) => ({ device, chain })) };
	},

	async roles() {
		const { opened, image, session, raw } = current.open();
		const { chain = "" } = session?.overview ?? raw?.facts ?? {};
		if (opened.folder) return inFolder(opened.folder.files, opened.roles, chain);
		return opened.sources.map((source): Role => {
			const device = session?.image.devices.find((one) => one.source === source);
			if (source === image) return "image";
			const said = opened.roles.get(source);
			if (device || (said !== undefined && said !== "unmatched"))
				return device?.id ?? said ?? "beside";
			return session && !mayUse(session, source, opened.sources) ? "unmatched" : "beside";
		});
	},
});
