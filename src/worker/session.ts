/** One open image in the worker, and what is remembered about it. */

import { Failure } from "../base/errors";
import type { Report } from "../base/finding";
import { FindingLog } from "../base/finding-log";
import type { SpaceId } from "../base/range";
import { type ByteSource, because } from "../base/source";
import { deviceSpace, IMAGE_SPACE, OUTER_SPACE } from "../base/space";
import { Scan } from "../census/scan/scan";
import { open } from "../checks/open";
import { imagesAround, type Reached } from "../containers/chains";
import { objectsNear } from "../containers/composefs";
import { devicesNear } from "../containers/devices";
import type { DeviceHome, Home, Homes, Near, Place, Said } from "../containers/near";
import { rafsDevices } from "../containers/rafs";
import type { Tools } from "../containers/unpack";
import { fileSource } from "../erofs/data";
import { contentsNid, type Device, type Image, sourceOf } from "../erofs/image";
import { readInode } from "../erofs/inode";
import type { Assumed } from "../erofs/open";
import { COMPOSEFS } from "../erofs/writer";
import { type FileFacts, type Overview, overviewOf } from "../inspect/overview";
import { fileInImage } from "../layers/file-in-image";
import { digestsBy } from "../pool/digests";
import type { Recipe } from "../pool/recipe";
import { type Alterations, alteredDevice } from "./altered";
import { matchDevices, type Roles, saidDevices } from "./inputs";
import { imageAt, type Outermost, outermost } from "./inside";
import { Known } from "./known";
import { Owners } from "./owners";
import type { DeviceMatch } from "./protocol";
import { forReason } from "./reason";
import { Ledgers } from "./space";
import { Surveyor } from "./survey";
import { withPool } from "./threads";
import { PrivateFiles } from "./unpacker";

export interface Session {
	readonly image: Image;
	/** Where it and its devices lie, by space. */
	readonly homes: Homes;
	/** Files near it, which may be its devices. */
	readonly near: readonly Near[];
	/** Chains of the files that devices are read from, by their ids. */
	readonly froms: ReadonlyMap<number, string>;
	/** How to open it again; absent where not all of it is local files. */
	readonly recipe: Recipe<File> | undefined;
	readonly overview: Overview;
	readonly known: Known;
	readonly log: FindingLog;
	/**
	 * Takes findings of what somebody looked at, which get the paths that are known. What is no inode of
	 * the image, since nothing leads there, says nothing of the image.
	 */
	readonly report: Report;
	readonly surveyor: Surveyor;
	readonly owners: Owners;
	readonly ledgers: Ledgers;
	/** The given file a stored space is a part of, and the byte of it at which the space begins. */
	file(space: SpaceId): { readonly source: ByteSource; readonly offset: number } | undefined;
	/** Bytes of a space. @throws Failure `unsupported` for a device nobody gave us. */
	source(space: SpaceId, signal?: AbortSignal): Promise<ByteSource>;
	/** Bytes in it; for files without opening their map, which damage can prevent. */
	spaceSize(space: SpaceId, signal?: AbortSignal): Promise<number>;
}

export interface SessionOptions {
	/** Byte at which the volume starts in the image's source. */
	readonly offset: number;
	readonly roles?: Roles;
	/** Which files near the image are its devices, where the user says so. */
	readonly matches?: readonly DeviceMatch[] | undefined;
	/** What the sources are read from, of those that any thread can read. */
	readonly files?: ReadonlyMap<ByteSource, File>;
	readonly assume?: Assumed | undefined;
	/** Of a copy whose volume has its edits already; devices get theirs here. */
	readonly altered?: Alterations | undefined;
	readonly remote: boolean;
	/** Takes what is found, from the opening on. */
	readonly log?: FindingLog;
	readonly tools: Tools;
}

/** The only image in what was given. @throws Failure when there is none */
export async function openSession(
	sources: readonly ByteSource[],
	{ signal, ...options }: Omit<SessionOptions, "tools"> & { readonly signal?: AbortSignal },
): Promise<Session> {
	const tools = { unpacker: new PrivateFiles(), fileIn: fileInImage, signal };
	const given = await outermost({ sources, ...options });
	return sessionAt(given, await imageAt({ place: given.place, findings: [] }, false, tools), {
		...options,
		tools,
	});
}

/** @throws Failure when there is no EROFS image at the place that was reached */
export async function sessionAt(
	{ file }: Outermost,
	{ place, findings }: Reached,
	options: SessionOptions,
): Promise<Session> {
	const { offset, roles = new Map(), assume, altered, remote, tools } = options;
	const { log = new FindingLog(), matches = [] } = options;
	const { signal } = tools;
	const { source: volume, chain } = place;
	const others = place.others.map(({ source }) => source);
	const homes = new Map<SpaceId, Home>([[IMAGE_SPACE, place]]);
	const near = new Map([...place.near].map((file) => [file.chain, file]));
	near.delete(chain);
	const chosen = new Map(matches.map(({ device, chain }) => [device, near.get(chain)]));
	const froms = new Map<number, string>();
	const fixed = because(volume, "superblock and what it points at");
	const opened = await open(fixed, {
		devices: async (slots) => {
			const known = chain
				? await devicesNear(place, slots, tools, chosen)
				: ((await rafsDevices(place, tools, chosen)) ??
					(await givenDevices(slots, others, { roles, chosen, tools })));
			const said = saidDevices(roles);
			return slots.map(({ id }, i) => {
				const given = said.get(id);
				const home = given && !chosen.has(id) ? givenHome(given) : known[i];
				if (!home) return undefined;
				homes.set(deviceSpace(id), home);
				froms.set(id, home.from);
				return altered ? alteredDevice(home.source, deviceSpace(id), altered) : home.source;
			});
		},
		objects: objectsNear(place, tools),
		unpacked: true,
		...(assume ? { assume } : {}),
		...(signal ? { signal } : {}),
	});
	// From here on every reader names its own reason.
	const image = {
		...{ ...opened, findings: [...findings, ...opened.findings] },
		primary: { ...opened.primary, source: volume },
	};
	const known = new Known(image.facts);
	const report: Report = (finding) => log.add(known.withPath(finding));
	for (const finding of image.findings) report(finding);
	const walked = forReason(image, "walk over the tree");
	const scan = await Scan.of(walked, { withTree: true });
	const surveyor = new Surveyor(walked, scan, known, report);
	const owners = new Owners({ image, surveyor, known, report, isRemote: remote });
	const isMade = chain || altered || image.writer === COMPOSEFS;
	const recipe = isMade ? undefined : recipeOf(image, file, options);
	const comparing = { image: forReason(image, "comparing contents"), recipe };
	return {
		image,
		homes,
		recipe,
		overview: await overviewOf(image, { name: file.label, remote, ...wayTo(place) }, signal),
		near: [...near.values()],
		froms,
		known,
		log,
		report(finding) {
			const { nid } = finding;
			const { metaboxNid, packedNid } = image;
			const isPart =
				nid === undefined || nid === metaboxNid || nid === packedNid || known.isNamed(nid);
			if (isPart) report(finding);
		},
		surveyor,
		owners,
		ledgers: new Ledgers(owners, (signal, work) =>
			withPool(comparing, signal, (pool) => work(digestsBy(pool))),
		),
		file(space) {
			if (space === image.primary.space) {
				return place.offset === undefined
					? undefined
					: { source: file, offset: offset + place.offset };
			}
			const source = image.devices.find(({ id }) => deviceSpace(id) === space)?.source;
			return source && { source, offset: 0 };
		},
		source: (space, signal) => spaceSource(image, space, signal),
		async spaceSize(space, signal) {
			const nid = contentsNid(image, space);
			if (nid !== undefined) return (await readInode(image, nid, undefined, signal)).size;
			return (await spaceSource(image, space, signal)).size;
		},
	};
}

const givenHome = (source: ByteSource): DeviceHome => ({
	...{ space: OUTER_SPACE, source, from: `folder/${source.label}` },
});

/** Devices among files that were given with the image. */
async function givenDevices(
	slots: readonly Device[],
	others: readonly ByteSource[],
	{ roles, chosen, tools }: { roles: Roles; chosen: Said; tools: Tools },
): Promise<(DeviceHome | undefined)[]> {
	const matched = matchDevices(slots, others, roles);
	return Promise.all(
		slots.map(async ({ id }, i) => {
			const source = chosen.has(id) ? (await chosen.get(id)?.open(tools))?.source : matched[i];
			return source && givenHome(source);
		}),
	);
}

/** How facts tell where a place is. */
export const wayTo = (place: Place): Pick<FileFacts, "chain" | "part" | "around"> => {
	const { chain, name } = place;
	return chain ? { chain, around: imagesAround(place), ...(name ? { part: name } : {}) } : {};
};

function recipeOf(
	{ devices }: Image,
	source: ByteSource,
	{ offset, assume, files }: SessionOptions,
): Recipe<File> | undefined {
	const image = files?.get(source);
	const given = devices.map((device) => device.source && files?.get(device.source));
	const areAll = devices.every((device, i) => !device.source || given[i]);
	return image && areAll ? { image, devices: given, offset, assume } : undefined;
}

async function spaceSource(
	image: Image,
	space: SpaceId,
	signal?: AbortSignal,
): Promise<ByteSource> {
	const known = sourceOf(image, space);
	if (known) return known;
	const nid = contentsNid(image, space);
	if (nid === undefined) {
		throw new Failure({
			kind: "unsupported",
			code: "space-unknown",
			message: `There are no bytes for “${space}”.`,
			hint: "It may be a device whose file was not opened together with the image.",
		});
	}
	const inode = await readInode(image, nid, undefined, signal);
	return fileSource(image, inode, `contents of inode ${nid}`, signal);
}
