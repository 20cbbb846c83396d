/**
 * A remote image through the worker's methods, over a line with latency and limited speed that
 * the test server simulates: requests, bytes and milliseconds of each step.
 */
import type { Exact } from "../src/base/exact";
import { nameBytes, showName } from "../src/base/text";
import { sum } from "../src/testing/cost";
import { inProcess } from "../src/testing/in-process";
import type { Client } from "../src/worker/client";
import type { EntryColumns } from "../src/worker/protocol";

export interface RemoteParams {
	readonly origin: string;
	/** File name on the server. */
	readonly name: string;
	/** Of the line: milliseconds to an answer, bytes a second. */
	readonly delay: number;
	readonly rate: number;
}

/** Bytes that the preview reads in one step. */
const STEP = 256 * 1024;

interface Served {
	readonly address: string;
	readonly bytes: number;
}

/** One visit: an address of its own, so that the server counts and limits it alone. */
class Visit {
	readonly client: Client = inProcess();
	readonly #origin: string;
	readonly #address: string;

	constructor({ origin, name, delay, rate }: RemoteParams, visit: number) {
		this.#origin = origin;
		this.#address = `/${name}?delay=${delay}&rate=${rate}&visit=${visit}`;
	}

	open = () =>
		this.client.call("open", { inputs: [{ kind: "url", url: this.#origin + this.#address }] });

	/** Requests of the visit so far, in order. */
	async requests(): Promise<readonly Served[]> {
		const answer = await fetch(`${this.#origin}/__requests`);
		const { requests } = (await answer.json()) as { requests: readonly Served[] };
		return requests.filter(({ address }) => address === this.#address);
	}

	/** Does the work; counts what it asks for, leaving out the first `but` requests of the visit. */
	async step<T>(work: () => Promise<T>, but = 0) {
		const before = Math.max(but, (await this.requests()).length);
		const start = performance.now();
		const result = await work();
		const ms = performance.now() - start;
		return { result, ms, ...sum((await this.requests()).slice(before)) };
	}

	resolve = async (path: string): Promise<bigint> => {
		const { steps } = await this.client.call("resolve", { path: nameBytes(path) });
		const nid = steps.at(-1)?.nid;
		if (nid === undefined) throw new Error(`there is no ${path}`);
		return nid;
	};
}

const nameOf = ({ names, nameStart }: EntryColumns, row: number): string =>
	showName(names.subarray(nameStart[row], nameStart[row + 1]));

function nidOf(entries: EntryColumns, name: string): bigint {
	for (let row = 0; row < entries.count; row++) {
		if (nameOf(entries, row) === name) return entries.nid[row] as bigint;
	}
	throw new Error(`there is no ${name}`);
}

/** Root, then one of its directories, then a file in it: as a person would. */
async function browse(visit: Visit) {
	const root = await visit.step(async () => {
		const { rootNid } = await visit.open();
		return visit.client.call("list", { nid: rootNid });
	}, 1);
	const directory = nidOf(root.result.entries, "dir050");
	const list = await visit.step(() => visit.client.call("list", { nid: directory }));
	const nid = nidOf(list.result.entries, "file-0500.txt");
	const file = await visit.step(async () => {
		const { size } = await visit.client.call("inode", { nid });
		await visit.client.call("extents", { nid, from: 0, limit: 100 });
		await visit.client.call("bytes", { space: `file:${nid}`, start: 0, end: size });
	});
	return { root, list, file };
}

const walk = async (visit: Visit) => {
	await visit.open();
	return visit.step(() => visit.client.call("survey", {}));
};

/** The large file from beginning to end, as the preview reads it or as it is saved. */
async function sequential(visit: Visit, read: (nid: bigint, size: number) => Promise<void>) {
	await visit.open();
	const nid = await visit.resolve("/big.txt");
	const { size, stored } = await visit.client.call("inode", { nid });
	return { ...(await visit.step(() => read(nid, size))), stored };
}

const preview = (visit: Visit) =>
	sequential(visit, async (nid, size) => {
		for (let start = 0; start < size; start += STEP) {
			const end = Math.min(start + STEP, size);
			await visit.client.call("bytes", { space: `file:${nid}`, start, end });
		}
	});

const save = (visit: Visit) =>
	sequential(visit, async (nid) => {
		await visit.client.call("save", { nid, as: "file", name: "big" });
	});

interface Figures {
	readonly requests: number;
	readonly bytes: number;
	readonly ms: number;
	/** Stored bytes of the file that was read. */
	readonly stored?: Exact;
}

const figures = ({ requests, bytes, ms, stored }: Figures): Figures => ({
	requests,
	bytes,
	ms,
	...(stored === undefined ? {} : { stored }),
});

export async function measureRemote(params: RemoteParams) {
	const visit = (number: number) => new Visit(params, number);
	const { root, list, file } = await browse(visit(1));
	return {
		root: figures(root),
		list: figures(list),
		file: figures(file),
		walk: figures(await walk(visit(2))),
		preview: figures(await preview(visit(3))),
		save: figures(await save(visit(4))),
	};
}
