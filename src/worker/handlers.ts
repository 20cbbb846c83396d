/** What each method of the protocol does. One worker holds one session. */
import { Failure } from "../base/errors";
import type { Finding } from "../base/finding";
import { because } from "../base/source";
import { showName } from "../base/text";
import { readInode } from "../erofs/inode";
import { resolvePath } from "../erofs/lookup";
import { visitDirectory } from "../erofs/walk";
import { extentPage } from "../inspect/extent-rows";
import { inodeDetail } from "../inspect/inode-detail";
import { isSortedByName, toColumns, visitRows } from "../inspect/listing";
import { annotateRange } from "./annotate";
import type { Atlas } from "./atlas";
import { blameEntry } from "./blame";
import { bytesOf } from "./bytes";
import { filter } from "./filter";
import { find } from "./find";
import { keptLibrary, type Opened, openInputs } from "./open-inputs";
import { forReason } from "./reason";
import { save } from "./save";
import type { Handlers } from "./server";
import { openSession, type Session } from "./session";

interface Open {
	readonly session: Session;
	readonly opened: Opened;
}

const ROOT = Uint8Array.of(0x2f);

const nameOf = (atlas: Atlas, nid: bigint): string => {
	const path = atlas.pathOf(nid);
	return path ? showName(path) : `inode ${nid}`;
};

export function createHandlers(): Handlers {
	let current: Open | undefined;

	const open = (): Open => {
		if (current) return current;
		throw new Failure({ kind: "bug", message: "No image is open." });
	};
	/** To be taken once in a call: another image may be opened while it waits. */
	const session = () => open().session;

	return {
		async open(params, { signal, progress }) {
			const { inputs, offset = 0, keep = false, whole = false } = params;
			progress({ phase: "Opening", done: 0, unit: "bytes" });
			const opened = await openInputs(inputs, { offset, keep, whole, signal, progress });
			const { sources, devices, remotes } = opened;
			try {
				const remote = remotes.length > 0;
				const session = await openSession(sources, { offset, devices, remote, signal });
				current = { opened, session };
				return session.overview;
			} catch (error) {
				for (const source of sources) source.close?.();
				throw error;
			}
		},

		async list({ nid }, { signal }) {
			const { atlas, ...on } = session();
			const path = atlas.pathOf(nid) ?? ROOT;
			const image = forReason(on.image, `directory ${showName(path)}`);
			const findings: Finding[] = [];
			const report = (finding: Finding) => findings.push(finding);
			const directory = await readInode(image, nid, report, signal);
			const parent = atlas.parentOf(nid);
			const visit = await visitDirectory(image, directory, path, parent, report, signal);
			atlas.add(visit);
			const rows = await visitRows(image, visit, findings, signal);
			return {
				nid,
				entries: toColumns(rows),
				sorted: isSortedByName(rows),
				findings: findings.map((finding) => atlas.withPath(finding)),
			};
		},

		async inode({ nid }, { signal }) {
			const opened = session();
			const { atlas, image } = opened;
			try {
				const detail = await inodeDetail(forReason(image, nameOf(atlas, nid)), nid, signal);
				return { ...detail, findings: detail.findings.map((finding) => atlas.withPath(finding)) };
			} catch (error) {
				throw await blameEntry(opened, nid, error, signal);
			}
		},

		async extents({ nid, from, limit }, { signal }) {
			const { atlas, ...on } = session();
			const image = forReason(on.image, `extents of ${nameOf(atlas, nid)}`);
			const inode = await readInode(image, nid, undefined, signal);
			const page = await extentPage(image, inode, from, limit, signal);
			return { ...page, findings: page.findings.map((finding) => atlas.withPath(finding)) };
		},

		bytes: ({ space, start, end }, { signal }) => bytesOf(session(), space, { start, end }, signal),

		async annotate({ space, start, end, focus }, { signal }) {
			const here = session();
			const on = { ...here, image: forReason(here.image, "structures on screen") };
			return { nodes: await annotateRange(on, { space, range: { start, end }, focus }, signal) };
		},

		async resolve({ path }, { signal }) {
			const image = forReason(session().image, `path ${showName(path)}`);
			const steps = await resolvePath(image, path, signal);
			return { steps: steps.map((step) => ({ ...step, name: step.name.slice() })) };
		},

		async pathOf({ nid }) {
			const path = session().atlas.pathOf(nid);
			return path ? { path } : {};
		},

		async find(params, { signal, progress }) {
			const source = because(await session().source(params.space, signal), "search");
			const at = await find(source, params, signal, progress);
			return at ? { at } : {};
		},

		survey: (_, { signal, progress }) => session().surveyor.join(signal, progress),

		filter: (params, context) => filter(session(), params, context),

		save: (params, context) => save(session(), params, context),

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
}
