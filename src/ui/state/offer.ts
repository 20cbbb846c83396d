/**
 * What comes while an image is on screen: one file or link may be a device of that image, or
 * what to look at instead. Only the user knows, so they are asked.
 */
import { create } from "zustand";
import { type Candidate, fitOf } from "../../base/fit";
import type { DeviceRow, Input } from "../../worker/protocol";
import type { OpenImage } from "./image";
import { addDevice, openFiles, openUrls, shownImage } from "./open";

/** A file or link that came, and the image it came to. */
export interface Offer {
	readonly input: Input;
	readonly file: Candidate;
	readonly image: OpenImage;
}

export interface Added {
	readonly device: DeviceRow;
	readonly file: Candidate;
	/** Key of the open image that has it. */
	readonly imageKey: number;
}

interface OfferState {
	/** Stays after the answer, while its dialog fades. */
	readonly offer?: Offer | undefined;
	readonly asking: boolean;
	/** The device added last. */
	readonly added?: Added | undefined;
	close(): void;
	dismissAdded(): void;
}

export const useOffer = create<OfferState>()((set) => ({
	asking: false,
	close: () => set({ asking: false }),
	dismissAdded: () => set({ added: undefined }),
}));

export const missingDevices = ({ overview }: OpenImage): readonly DeviceRow[] =>
	overview.devices.filter((device) => device.missing);

const candidate = (input: Input): Candidate =>
	input.kind === "file" ? { name: input.file.name, size: input.file.size } : { name: input.url };

function openInstead(input: Input): void {
	if (input.kind === "file") openFiles([input.file]);
	else openUrls([input.url]);
}

function ask(input: Input, image: OpenImage): void {
	useOffer.setState({ offer: { input, file: candidate(input), image }, asking: true });
}

/**
 * Takes files of the user. One that comes to an image on screen is asked about; several are
 * an image together with its devices.
 * @param chosen from a file dialog that says "open": a question only where a device is missing
 */
export function takeFiles(files: readonly File[], { chosen = false } = {}): void {
	const [file, ...more] = files;
	const image = shownImage();
	const isPlain = !image || (chosen && missingDevices(image).length === 0);
	if (!file || more.length > 0 || isPlain) openFiles(files);
	else ask({ kind: "file", file }, image);
}

/** The same for addresses. */
export function takeUrls(urls: readonly string[]): void {
	const [url, ...more] = urls;
	const image = shownImage();
	if (!url || more.length > 0 || !image) openUrls(urls);
	else ask({ kind: "url", url }, image);
}

/** Gives the image a file for one of its devices, and tells that it has it. */
export async function giveDevice(image: OpenImage, device: DeviceRow, input: Input): Promise<void> {
	if (!(await addDevice(image, device.id, input))) return;
	const now = shownImage();
	if (now) useOffer.setState({ added: { device, file: candidate(input), imageKey: now.key } });
}

export function answerDevice({ image, input }: Offer, device: DeviceRow): void {
	useOffer.setState({ asking: false });
	void giveDevice(image, device, input);
}

export function answerOpen({ input }: Offer): void {
	useOffer.setState({ asking: false });
	openInstead(input);
}

export interface Choices {
	/** Missing devices that the file can be by tag or size, those by tag first. */
	readonly fitting: readonly DeviceRow[];
	/** Missing devices nothing speaks for. */
	readonly others: readonly DeviceRow[];
}

export function choicesOf({ image, file }: Pick<Offer, "image" | "file">): Choices {
	const missing = missingDevices(image);
	const by = (fit: ReturnType<typeof fitOf>) => missing.filter((slot) => fitOf(slot, file) === fit);
	return { fitting: [...by("tag"), ...by("size")], others: by(undefined) };
}
