/** What each method of the protocol does. One worker holds one session. */

import { Failure, findingOf } from "../base/errors";
import { type Finding, ignoreFindings, type Report } from "../base/finding";
import { type ByteSource, because } from "../base/source";
import { IMAGE_SPACE } from "../base/space";
import { showName } from "../base/text";
import { belowOf } from "../census/below";
import type { Place } from "../containers/near";
import { type Entry, entriesOf, fileAround, follow } from "../containers/places";
import { readInode } from "../erofs/inode";
import { resolvePath } from "../erofs/lookup";
import { salvage } from "../erofs/salvage";
import { seekVolumes } from "../erofs/seek";
import { extentPage } from "../inspect/extent-rows";
import { inodeDetail } from "../inspect/inode-detail";
import { originsOf } from "../inspect/origins";
import { fileInImage } from "../layers/file-in-image";
import { atPace } from "../ownership/steps";
import { volumeAt } from "../sources/volume";
import { adviceOn } from "../space/advice/index";
import { chosenBy, setNeedOf } from "../space/chosen";
import { contentsOf } from "../space/contents";
import { histogramsOf } from "../space/histograms";
import { alteredVolume } from "./altered";
import { annotateRange } from "./annotate";
import { blameEntry } from "./blame";
import { breather } from "./breathe";
import { bytesOf, sourceBytes } from "./bytes";
import { checkImage } from "./check";
import { fetchedOf, sharesOf } from "./fetched";
import { filter } from "./filter";
import { find } from "./find";
import { FindingStream } from "./findings";
import { holdings } from "./holdings";
import { imageAt, type Outermost, outermost } from "./inside";
import type { Known } from "./known";
import { list } from "./list";
import { keptLibrary, type Opened, openInputs } from "./open-inputs";
import { preview } from "./preview";
import type { Role } from "./protocol";
import { costOf, directoryAt, grouped, groupsFile, listFile, ranked } from "./ranking";
import { isOfFile, openRaw, type RawFile, rawNodes } from "./raw";
import { forReason } from "./reason";
import { reportOf } from "./report";
import { lostOf, save, saveCopy } from "./save";
import type { Handlers } from "./server";
import { type Session, type SessionOptions, sessionAt } from "./session";
import { spaceTotals } from "./space";
import { PrivateFiles } from "./unpacker";
import { walk } from "./walk";

/** An image, or a file of which only the bytes are shown. */
interface Open {
	readonly session?: Session;
	readonly raw?: RawFile;
	readonly opened: Opened;
	/** The file that was taken for the image, or for what it is in. */
	readonly image: ByteSource;
	/** Of what parts are listed: the file that was opened, or one of an image in it. */
	readonly file: Place;
	readonly unpacker: PrivateFiles;
}

/** Runs of contents told at a time, of each space they come from. */
const MOST_ORIGINS = 8;

/** Volumes told in a search, and as many places that have only the magic number; the rest is counted. */
const MOST_TOLD = 500;

const nameOf = (known: Known, nid: bigint): string => {
	const path = known.pathOf(nid);
	return path ? showName(path) : `inode ${nid}`;
};

/** Parts told at a time, and in all. */
const PARTS_AT_ONCE = 64;
const MOST_PARTS = 5000;

/** The image that is meant, or the bytes of the part or file that is none. */
async function sessionOrRaw(
	outer: Outermost,
	chain: string,
	options: SessionOptions,
): Promise<Pick<Open, "session" | "raw" | "file">> {
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
		return { session: await sessionAt(outer, reached, options), file: fileAround(place) };
	} catch (why) {
		if (!isOfFile(why)) throw why;
		return { raw: await openRaw(outer, place, options, why), file: fileAround(place) };
	}
}

/** What was found wrong is no part of an answer: it is told to `report`. */
function withoutFindings<T extends { readonly findings: readonly Finding[] }>(
	{ findings, ...answer }: T,
	report: Report,
): Omit<T, "findings"> {
	for (const finding of findings) report(finding);
	return answer;
}

/** The same, each of which tells what it met before it ends. */
function telling(handlers: Handlers, flush: () => void, met: (error: unknown) => void): Handlers {
	type Handler = (params: never, context: never) => Promise<unknown>;
	const all = Object.entries(handlers).map(([name, handler]: [string, Handler]) => {
		const told: Handler = async (params, context) => {
			try {
				return await handler(params, context);
			} catch (error) {
				met(error);
				throw error;
			} finally {
				flush();
			}
		};
		return [name, told];
	});
	return Object.fromEntries(all) as Handlers;
}

export function createHandlers(): Handlers {
	const stream = new FindingStream();
	let current: Open | undefined;

	const open = (): Open => {
		if (current) return current;
		throw new Failure({ kind: "bug", message: "No image is open." });
	};
	/** To be taken once in a call: another image may be opened while it waits. */
	const session = (): Session => {
		const { session } = open();
		if (session) return session;
		const message = "The file did not open as an image: it has no paths and no inodes.";
		throw new Failure({ kind: "unsupported", message });
	};
	/** The file from its offset on, whether or not it is an image. */
	const volume = (): ByteSource => open().raw?.source ?? session().image.primary.source;

	const handlers: Handlers = {
		async open(params, { signal, progress }) {
			const { inputs, offset = 0, chain = "", assume, keep = false, whole = false } = params;
			const { edits = [], mends = true, unpackLimit } = params;
			const altered = edits.length > 0 ? { edits, mends } : undefined;
			progress({ phase: "Opening", done: 0, unit: "bytes" });
			const opened = await openInputs(inputs, { offset, keep, whole, signal, progress });
			const { sources, roles, files, remotes } = opened;
			const remote = remotes.length > 0;
			const unpacker = new PrivateFiles(unpackLimit);
			try {
				const outer = await outermost({ ...opened, offset });
				const tools = { unpacker, fileIn: fileInImage, signal, onProgress: progress };
				const about = { offset, roles, files, assume, altered, remote, log: stream.log, tools };
				const next = await sessionOrRaw(outer, chain, about);
				current?.session?.owners.stop();
				current?.unpacker.close();
				current = { opened, unpacker, image: outer.file, ...next };
			} catch (error) {
				unpacker.close();
				for (const source of sources) source.close?.();
				throw error;
			}
			const { session, raw } = current;
			if (session) return session.overview;
			for (const finding of raw?.findings ?? []) stream.log.add(finding);
			throw raw?.why;
		},

		findings: (_, { signal, emit }) => stream.listen(emit, signal),

		async refused() {
			const facts = current?.raw?.facts;
			return facts ? { facts } : {};
		},

		async roles() {
			const { opened, image, session } = open();
			if (opened.folder) return [];
			return opened.sources.map((source): Role => {
				const device = session?.image.devices.find((one) => one.source === source);
				return source === image ? "image" : (device?.id ?? opened.roles.get(source) ?? "beside");
			});
		},

		async parts(_, { signal, progress, emit }) {
			const { file, unpacker } = open();
			const told = { unpacker, signal, onProgress: progress, report: ignoreFindings };
			const listing = { ...told, tails: true, most: MOST_PARTS };
			let count = 0;
			let batch: Entry[] = [];
			for await (const entry of entriesOf(file, listing)) {
				count++;
				batch.push(entry);
				if (batch.length < PARTS_AT_ONCE) continue;
				emit(batch);
				batch = [];
			}
			if (batch.length > 0) emit(batch);
			return { more: count >= MOST_PARTS };
		},

		ways: (_, { signal }) => salvage(volume(), signal),

		async seekVolumes(_, { signal, progress, emit }) {
			const file = because(volume(), "search for EROFS");
			const breathe = breather(signal);
			const at = (start: number) => volumeAt(file, start);
			const met = { volumes: 0, chance: 0 };
			const options = { volumeAt: at, signal, onProgress: progress, breathe };
			for await (const one of seekVolumes(file, options)) {
				const kind = one.sign === "chance" ? "chance" : "volumes";
				if (met[kind]++ < MOST_TOLD) emit(one);
			}
			return met;
		},

		list: ({ nid }, { signal }) => list(session(), nid, signal),

		async inode({ nid }, { signal }) {
			const opened = session();
			const { known, image, report } = opened;
			try {
				const detail = await inodeDetail(forReason(image, nameOf(known, nid)), nid, signal);
				return withoutFindings(detail, report);
			} catch (error) {
				throw await blameEntry(opened, nid, error, signal);
			}
		},

		async extents({ nid, from, limit }, { signal }) {
			const { known, report, ...on } = session();
			const image = forReason(on.image, `extents of ${nameOf(known, nid)}`);
			const inode = await readInode(image, nid, undefined, signal);
			return withoutFindings(await extentPage(image, inode, from, limit, signal), report);
		},

		preview: ({ nid }, { signal }) => preview(session(), nid, signal),

		async bytes({ space, start, end }, { signal }) {
			const { raw } = open();
			return raw
				? sourceBytes(raw.source, { start, end }, signal)
				: bytesOf(session(), space, { start, end }, signal);
		},

		async annotate({ space, start, end, focus }, { signal }) {
			const { raw } = open();
			if (raw) return { nodes: await rawNodes(raw, { start, end }, signal) };
			return {
				nodes: await annotateRange(session(), { space, range: { start, end }, focus }, signal),
			};
		},

		async origins(wanted, { signal }) {
			const image = forReason(session().image, "where bytes on screen come from");
			const origins = await originsOf(image, wanted, MOST_ORIGINS, signal);
			return origins ? { origins } : {};
		},

		holdings: ({ focus, ...stored }, { signal }) => holdings(session(), stored, focus, signal),

		async resolve({ path }, { signal }) {
			const image = forReason(session().image, `path ${showName(path)}`);
			const steps = await resolvePath(image, path, signal);
			return { steps: steps.map((step) => ({ ...step, name: step.name.slice() })) };
		},

		async pathOf({ nid }) {
			const path = session().known.pathOf(nid);
			return path ? { path } : {};
		},

		async owners(_, { signal, progress }) {
			return (await session().owners.join(signal, progress)).result;
		},

		ownersCost: async () => ({ bytes: session().owners.cost() }),

		async owner({ space, offset }, { signal }) {
			const owner = await open().session?.owners.at(space, offset, signal);
			return owner ? { owner } : {};
		},

		async strip(params, { signal }) {
			const { session, opened } = open();
			const strip = await session?.owners.strip(params, signal);
			if (!session || !strip) return {};
			const fetched = fetchedOf(session, opened.remotes, params.space);
			if (!fetched) return { strip };
			return { strip: { ...strip, fetched: sharesOf(fetched, params, strip.kinds.length) } };
		},

		async space(_, { signal, progress }) {
			return spaceTotals(await session().ledgers.join(signal, progress));
		},

		async treemap({ nid, ...params }, { signal, progress }) {
			const ledger = await session().ledgers.prepared(signal, progress);
			// Only who looks at it needs what draws it.
			const { treemapOf } = await import("../space/treemap");
			return treemapOf(ledger, { ...params, directory: directoryAt(ledger, nid) });
		},

		async rank(params, { signal, progress }) {
			return ranked(await session().ledgers.prepared(signal, progress), params);
		},

		duplicates: (_, { signal, progress }) => session().ledgers.compare(signal, progress),

		async listFile(params, { signal, progress }) {
			return { file: listFile(await session().ledgers.join(signal, progress), params) };
		},

		async groups(params, { signal, progress }) {
			return grouped(await session().ledgers.join(signal, progress), params);
		},

		async groupsFile(params, { signal, progress }) {
			return { file: groupsFile(await session().ledgers.join(signal, progress), params) };
		},

		async histograms(_, { signal, progress }) {
			return histogramsOf(await session().ledgers.join(signal, progress));
		},

		async advice(_, { signal, progress }) {
			const ledger = await session().ledgers.join(signal, progress);
			return adviceOn(ledger, signal);
		},

		async contents(_, { signal, progress }) {
			return contentsOf(await session().ledgers.prepared(signal, progress));
		},

		insideUnits: (_, { signal, progress }) => session().ledgers.insideUnits(signal, progress),

		async setNeed({ lines }, { signal, progress }) {
			const ledger = await session().ledgers.prepared(signal, progress);
			const breathe = breather(signal);
			return setNeedOf(ledger, await atPace(chosenBy(ledger.tree, lines), { signal, breathe }));
		},

		async readCost({ nid }, { signal, progress }) {
			const cost = costOf(await session().ledgers.prepared(signal, progress), nid);
			return cost ? { cost } : {};
		},

		walk: (to, context) => walk(session(), to, context),

		async wayTo({ id }, { signal }) {
			const image = forReason(session().image, "where a way can lead");
			const { findGoal } = await import("../lessons/goal");
			return findGoal(image, id, signal);
		},

		async inside({ nid, offset }, { signal }) {
			const image = forReason(session().image, "inside a compressed unit");
			const { insideOf } = await import("../inside/inside");
			return insideOf(image, nid, offset, signal);
		},

		async breakage({ id }, { signal }) {
			const image = forReason(session().image, "what to break");
			const { planBreakage } = await import("../lessons/break");
			return planBreakage(image, id, signal);
		},

		async lesson(step, { signal }) {
			const image = forReason(session().image, `lesson ${step.lesson}`);
			const { tellStep } = await import("../lessons/play");
			return tellStep(image, step, signal);
		},

		async find(params, { signal, progress }) {
			const { raw } = open();
			const source = raw?.source ?? (await session().source(params.space, signal));
			const at = await find(because(source, "search"), params, signal, progress);
			return at ? { at } : {};
		},

		check: (params, context) => checkImage(session(), params, context),

		report: async (params) => reportOf(session(), params),

		survey: (_, { signal, progress }) => session().surveyor.join(signal, progress),

		async below(_, { signal, progress }) {
			const { surveyor } = session();
			await surveyor.join(signal, progress);
			return belowOf(surveyor.tree);
		},

		filter: (params, context) => filter(session(), params, context),

		save: (params, context) => save(session(), params, context),

		async saveCopy(params, context) {
			const { raw } = open();
			const isVolume = raw && params.space === IMAGE_SPACE;
			// A file that did not open as an image has no devices.
			const source = isVolume ? raw.source : await session().source(params.space, context.signal);
			return saveCopy(because(source, "saving a copy"), params, context);
		},

		lost: (params, context) => lostOf(session(), params, context),

		network: async () => open().opened.remotes[0]?.network(),

		async abortRequest({ id }) {
			open().opened.remotes[0]?.abort(id);
		},

		keptImages: async () => ({ images: (await (await keptLibrary())?.list()) ?? [] }),

		async forgetKept({ url }) {
			const inUse = current?.opened.remotes.filter((remote) => remote.url === url) ?? [];
			for (const remote of inUse) remote.stopKeeping();
			await (await keptLibrary())?.forget(url);
		},
	};
	return telling(
		handlers,
		() => stream.flush(),
		(error) => {
			const found = findingOf(error);
			if (found) current?.session?.report(found);
		},
	);
}
