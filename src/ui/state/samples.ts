/** The bundled sample images, as listed in samples/index.json. */
import { useQuery } from "@tanstack/react-query";
import { Failure } from "../../base/errors";
import type { Input } from "../../worker/protocol";

export interface Sample {
	readonly id: string;
	readonly title: string;
	/** What kind of image it is, where the title does not say. */
	readonly plainly?: string;
	/** What one can learn from it, one sentence. */
	readonly teaches: string;
	/** File name beside the list. */
	readonly file: string;
	/** Bytes. */
	readonly size: number;
	/** Files of extra devices. */
	readonly devices: readonly string[];
}

const isText = (value: unknown): value is string => typeof value === "string";

/** Entries that have all they need; others are left out. */
export function readSamples(json: unknown): Sample[] {
	if (!Array.isArray(json)) return [];
	return json.flatMap((entry: Record<string, unknown>) => {
		const { id, title, plainly, teaches, file, size, devices = [] } = entry ?? {};
		if (!isText(id) || !isText(title) || !isText(teaches) || !isText(file)) return [];
		if (typeof size !== "number" || !Array.isArray(devices) || !devices.every(isText)) return [];
		return [{ id, title, ...(isText(plainly) ? { plainly } : {}), teaches, file, size, devices }];
	});
}

const address = (file: string): string => new URL(`samples/${file}`, document.baseURI).href;

/** @returns an empty list when the product was built without samples. */
export async function loadSamples(signal?: AbortSignal): Promise<Sample[]> {
	const response = await fetch(address("index.json"), { signal: signal ?? null });
	const isJson = response.headers.get("content-type")?.includes("json");
	return response.ok && isJson ? readSamples(await response.json()) : [];
}

export const useSamples = () =>
	useQuery({ queryKey: ["samples"], queryFn: ({ signal }) => loadSamples(signal) });

/** What a sample is called on the start page; its id as long as the list is not there. */
export function useSampleTitle(id: string): string {
	const { data = [] } = useSamples();
	return data.find((each) => each.id === id)?.title ?? id;
}

/**
 * The files of a sample. They are small, so they are fetched whole: that works on
 * any static host, with or without range requests.
 * @throws Failure when there is no such sample or it cannot be fetched.
 */
export async function sampleInputs(id: string, signal: AbortSignal): Promise<Input[]> {
	const sample = (await loadSamples(signal)).find((each) => each.id === id);
	if (!sample) {
		throw new Failure({
			kind: "io",
			code: "sample-unknown",
			message: `There is no sample called “${id}”.`,
			hint: "The link may be from another version; choose one of the samples below.",
		});
	}
	return Promise.all([sample.file, ...sample.devices].map((file) => fetchFile(file, signal)));
}

async function fetchFile(name: string, signal: AbortSignal): Promise<Input> {
	const response = await fetch(address(name), { signal });
	if (!response.ok) {
		throw new Failure({
			kind: "io",
			code: "sample-missing",
			status: response.status,
			message: `The sample file ${name} could not be fetched (status ${response.status}).`,
			hint: "Reload the page and try again.",
		});
	}
	return { kind: "file", file: new File([await response.blob()], name) };
}
