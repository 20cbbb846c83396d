/**
 * The ways to open an image, and the rule that keeps the open image and the
 * address in step: whatever image the place names is opened.
 */
import { useEffect } from "react";
import { countText } from "../../base/words";
import type { DeviceMatch, Input } from "../../worker/protocol";
import { withFreshLink } from "./expired";
import type { Folder } from "./folder";
import { type OpenFile, type OpenImage, type OpenRequest, useImage } from "./image";
import { currentPlace, goTo, navigate, usePlace } from "./location";
import {
	FROM_THE_TOP,
	type Origin,
	originKey,
	originOf,
	sameOrigin,
	toOrigin,
	unaltered,
} from "./origin";
import { areOfFolder } from "./roles";
import { sampleInputs } from "./samples";

/** Local images of this visit that "back" can return to. */
const MAX_REMEMBERED = 8;

/** Files with their devices, by the name of the image, or a folder: a link holds no more of them. */
const remembered = new Map<string, readonly File[] | Folder>();

function remember(name: string, given: readonly File[] | Folder): void {
	remembered.delete(name);
	remembered.set(name, given);
	const [oldest] = remembered.keys();
	if (remembered.size > MAX_REMEMBERED && oldest) remembered.delete(oldest);
}

/** What the user said of files: no link holds that. */
interface Told {
	/** All of them, where some were added or are said to be something. */
	readonly inputs: readonly Input[] | undefined;
	/** Which of those near the image its devices are read from. */
	readonly matches: readonly DeviceMatch[];
}

/** By what was opened, and by the image in it: parts of a wrapper have devices of their own. */
const told = new Map<string, Map<string, Told>>();

const fileKey = ({ sample, urls, file }: Origin): string => originKey({ sample, urls, file }) ?? "";
/** Copies have the devices of their image. */
const imageKey = (origin: Origin): string => originKey(unaltered(origin)) ?? "";

const toldOf = (origin: Origin): Told | undefined =>
	told.get(fileKey(origin))?.get(imageKey(origin));

/** As it was said last, of this image or another one among the same files. */
function inputsOf(origin: Origin): readonly Input[] | undefined {
	const own = toldOf(origin)?.inputs;
	if (own) return own;
	const others = [...(told.get(fileKey(origin))?.values() ?? [])];
	return others.findLast(({ inputs }) => inputs)?.inputs?.map(withoutDevice);
}

function withoutDevice(input: Input): Input {
	if (typeof input.role !== "number") return input;
	const { role: _, ...rest } = input;
	return rest;
}

function tell(origin: Origin, said: Told): void {
	const images = told.get(fileKey(origin)) ?? new Map<string, Told>();
	told.set(fileKey(origin), images);
	images.delete(imageKey(origin));
	images.set(imageKey(origin), said);
}

const asInputs = (files: readonly File[]): Input[] => files.map((file) => ({ kind: "file", file }));

const labelOf = (names: readonly string[]): string =>
	names.length > 1 ? `${names[0]} and ${countText(names.length - 1)} more` : (names[0] ?? "");

/** How to open what a place names; undefined when only the user can (a file not seen yet). */
function requestFor(origin: Origin): OpenRequest | undefined {
	const request = plainRequest(origin);
	const matches = toldOf(origin)?.matches;
	return request && matches ? { ...request, matches } : request;
}

function plainRequest(origin: Origin): OpenRequest | undefined {
	const { sample, urls, file } = origin;
	if (sample) {
		const inputs = async (signal: AbortSignal) =>
			inputsOf(origin) ?? (await sampleInputs(sample, signal));
		return { origin, label: `sample ${sample}`, inputs };
	}
	if (urls) {
		const inputs = async () => inputsOf(origin) ?? urls.map((url): Input => ({ kind: "url", url }));
		return { origin, label: labelOf(urls), inputs };
	}
	const given = file ? remembered.get(file) : undefined;
	if (!given) return undefined;
	if ("name" in given) {
		const inputs = async (signal: AbortSignal) => inputsOf(origin) ?? (await given.files(signal));
		return { origin, label: given.name, inputs };
	}
	const files = given;
	return {
		origin,
		label: labelOf(files.map((each) => each.name)),
		inputs: async () => inputsOf(origin) ?? asInputs(files),
		settle: ({ name }) => settle(origin, files, name),
	};
}

/** Among several files the worker finds the image: from now on the place bears its name. */
function settle(origin: Origin, files: readonly File[], name: string): Origin {
	if (name === origin.file) return origin;
	const settled = { ...origin, file: name };
	remember(name, files);
	if (sameOrigin(originOf(currentPlace()), origin)) navigate(toOrigin(settled), { replace: true });
	return settled;
}

/** Starts opening, then goes there: in this order the two never disagree. */
function start(origin: Origin, keepPlace: boolean, whole = false): void {
	const request = requestFor(origin);
	if (request) void useImage.getState().open({ ...request, whole });
	navigate({ ...(keepPlace ? {} : FROM_THE_TOP), ...toOrigin(origin) });
}

/**
 * Opens files of the user; the image may be any of them, the rest are devices.
 * When the address waits for a file, its place in the image is kept.
 */
export function openFiles(files: readonly File[]): void {
	const [first] = files;
	if (!first) return;
	const awaited = missingOrigin()?.file;
	const named = files.find(({ name }) => name === awaited) ?? first;
	openLocal(named.name, files);
}

/** Opens what is in a folder: an image with all that belongs to it. */
export const openFolder = (folder: Folder): void => openLocal(folder.name, folder);

function openLocal(name: string, given: readonly File[] | Folder): void {
	const waiting = missingOrigin();
	// An offset that has just failed belonged to the file before.
	const failed = sameOrigin(useImage.getState().failure?.request.origin, waiting);
	const origin: Origin = { ...(failed ? {} : waiting), file: name };
	remember(name, given);
	// What was told, and what is on screen, was of another file of that name.
	told.delete(fileKey(origin));
	useImage.getState().closeRaw(origin);
	start(origin, waiting !== undefined);
}

/** Opens a remote image; further addresses are its devices. */
export const openUrls = (urls: readonly string[], offset?: number): void =>
	start({ urls, ...(offset ? { offset } : {}) }, false);

export const openSample = (sample: string): void => start({ sample }, false);

/** Tries the failed image again: as before, or from now on by fetching it whole. */
export function retryOpening(how: { readonly whole?: true } = {}): void {
	const { failure, open } = useImage.getState();
	if (failure) void open({ ...failure.request, ...how });
}

/** Opens the image on screen anew, at the same place. */
export function reopenImage(): void {
	const { image, open } = useImage.getState();
	const request = image && requestFor(image.origin);
	if (request) void open(request);
}

/** Opens an image anew with a file for one of its devices, at the same place. @returns whether it is open */
export async function addDevice(image: OpenImage, device: number, file: Input): Promise<boolean> {
	const { origin, whole } = image;
	const inputs = [...image.inputs, { ...file, role: device }];
	const matches = matchesWithout(origin, device);
	const request = {
		origin,
		label: image.overview.name,
		inputs: async () => inputs,
		matches,
		whole,
	};
	const isOpen = await useImage.getState().open(request);
	// Only now: a file that cannot be read must not stand in the way of opening again.
	if (isOpen) tell(origin, { inputs, matches });
	return isOpen;
}

const matchesWithout = (origin: Origin, device: number): readonly DeviceMatch[] =>
	(toldOf(origin)?.matches ?? []).filter((match) => match.device !== device);

/** Opens an image anew with a file near it for one of its devices, or none, at the same place. */
export function matchDevice({ origin, whole }: OpenImage, match: DeviceMatch): void {
	const matches = [...matchesWithout(origin, match.device), match];
	tell(origin, { inputs: toldOf(origin)?.inputs, matches });
	const request = requestFor(origin);
	if (request) void useImage.getState().open({ ...request, whole });
}

/**
 * Opens the same files anew, each as what its role says. Another image among them is another place.
 * @param inputs with a role each; one of them is the image
 */
export function openAs({ origin, whole }: OpenFile, inputs: readonly Input[]): void {
	const image = inputs.find(({ role }) => role === "image");
	const name = origin.file !== undefined && image?.kind === "file" ? image.file.name : origin.file;
	const isSame = name === origin.file;
	const next: Origin = isSame ? origin : { file: name };
	if (!isSame && name !== undefined) {
		remember(
			name,
			inputs.flatMap((input) => (input.kind === "file" ? [input.file] : [])),
		);
	}
	// Of a folder devices are said by their names in it.
	const matches = areOfFolder(inputs) ? (toldOf(origin)?.matches ?? []) : [];
	tell(next, { inputs, matches });
	const request = requestFor(next);
	if (request) void useImage.getState().open({ ...request, whole });
	if (!isSame) navigate({ ...FROM_THE_TOP, ...toOrigin(next) });
}

/** Opens what is on screen by another link to one of its files, at the same place. */
export function openFreshLink(old: string, fresh: string): void {
	const before = originOf(currentPlace());
	const origin = withFreshLink(before, old, fresh);
	const asFresh = (input: Input): Input =>
		input.kind === "url" && input.url === old ? { ...input, url: fresh } : input;
	const { inputs, matches = [] } = toldOf(before) ?? {};
	if (inputs) tell(origin, { inputs: inputs.map(asFresh), matches });
	start(origin, true);
}

/** Opens the file that the place names once more: from another byte on, or assuming its block size. */
export function openOtherwise(how: Pick<Origin, "offset" | "chain" | "blockSize">): void {
	const { raw, image, failure } = useImage.getState();
	const before = originOf(currentPlace());
	const known = [raw, image, failure?.request].find((each) => sameOrigin(each?.origin, before));
	const { offset = before.offset, chain = before.chain, blockSize } = how;
	const from = { offset: offset || undefined, chain: chain || undefined, blockSize };
	// What was altered counts from where the image began.
	const isThere = from.offset === before.offset && from.chain === before.chain;
	const origin = { ...(isThere ? before : unaltered(before)), ...from };
	start(origin, false, known?.whole);
}

/** Leads to where a file is asked for that only the user can hand over. */
export const awaitFile = (file: string): void =>
	navigate({ ...FROM_THE_TOP, ...toOrigin({ file }) });

/** Leads to the start page; the open image stays in reach. */
export const goToStart = (): void => navigate({ ...FROM_THE_TOP, ...toOrigin({}) });

let lastHash = "";

/** Back to where one was in the open image. */
export const returnToImage = (): void => goTo(lastHash);

export function cancelOpening(): void {
	const { image, cancelOpening } = useImage.getState();
	cancelOpening();
	if (image) returnToImage();
	else goToStart();
}

/** The open image, when it is what the page shows. */
export function shownImage(): OpenImage | undefined {
	const { image } = useImage.getState();
	return sameOrigin(image?.origin, originOf(currentPlace())) ? image : undefined;
}

/** The local image the address waits for: no link can open it, only the user. */
function missingOrigin(): Origin | undefined {
	const origin = originOf(currentPlace());
	const { image, raw, opening } = useImage.getState();
	const open = [image?.origin, raw?.origin, opening?.request.origin];
	const here = open.some((each) => sameOrigin(each, origin));
	return origin.file && !here ? origin : undefined;
}

/** Opens whatever image the place names, also after back, forward and reload. */
export function useFollowPlace(): void {
	const place = usePlace();
	const image = useImage((s) => s.image);
	useEffect(() => {
		const origin = originOf(place);
		const { raw, opening, failure, open, cancelOpening } = useImage.getState();
		if (sameOrigin(image?.origin, origin)) lastHash = window.location.hash;
		if (opening && !sameOrigin(opening.request.origin, origin)) cancelOpening();
		const known = [image?.origin, raw?.origin, opening?.request.origin, failure?.request.origin];
		if (known.some((each) => sameOrigin(each, origin))) return;
		const request = requestFor(origin);
		if (request) void open(request);
	}, [place, image]);
}
