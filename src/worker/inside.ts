/** From what the user handed us to the place that is meant: the file, a part of it, or its only image. */
import { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import type { Reached } from "../containers/chains";
import { onlyImage } from "../containers/choose";
import type { Place } from "../containers/near";
import { folderPlace, natureAt, outerPlace } from "../containers/places";
import { EROFS } from "../containers/recognise";
import type { Tools } from "../containers/unpack";
import { volumeAt } from "../sources/volume";
import { chooseImage, type Roles } from "./inputs";

/** A file of a folder that was handed over. */
export interface InFolder {
	readonly path: string;
	readonly source: ByteSource;
}

export interface GivenFiles {
	readonly sources: readonly ByteSource[];
	/** Set when they are the files of a folder. */
	readonly folder?: { readonly name: string; readonly files: readonly InFolder[] };
	/** Byte of the file at which the volume starts. */
	readonly offset: number;
	readonly roles?: Roles;
}

export interface Outermost {
	readonly place: Place;
	/** The file that was meant first, or the folder, without regard to the offset. */
	readonly file: ByteSource;
}

/** All of it as one place. @throws Failure `io` (`offset-beyond-end`) */
export async function outermost(given: GivenFiles): Promise<Outermost> {
	const { sources, folder, offset, roles = new Map() } = given;
	if (folder) {
		const used = folder.files.filter(({ source }) => roles.get(source) !== "unused");
		const files = used.map(({ path, source }) => ({
			...{ path, size: source.size },
			open: async () => source,
		}));
		const place = folderPlace(folder.name, files);
		return { place, file: place.source };
	}
	const { image: file, others } = await chooseImage(sources, offset, roles);
	return { place: outerPlace(volumeAt(file, offset), others), file };
}

/**
 * The image that is meant by a place: it, or the only one in it.
 * @param isPart whether it was named as a part of something: then it is meant itself
 * @throws Failure `unsupported` (`several-images`, `no-image-inside`, `wrapper`, `part-no-image`), or as the wrappers do
 */
export async function imageAt(named: Reached, isPart: boolean, tools: Tools): Promise<Reached> {
	const { place } = named;
	if (isPart && !place.inImage) {
		const { kind, what, hint, wrapper } = await natureAt(place, tools);
		if (kind === EROFS) return named;
		if (!wrapper) {
			throw new Failure({
				...{ kind: "unsupported", code: "part-no-image" },
				message: what ? `This is ${what}, and no EROFS image.` : "This is no EROFS image.",
				hint: hint ?? "Its bytes are shown below.",
			});
		}
		throw new Failure({
			...{ kind: "unsupported", code: "wrapper" },
			message: `This is ${what}, and no image itself.`,
			hint: "Choose one of its parts.",
		});
	}
	const found = await onlyImage(place, tools);
	if ("place" in found) return { ...found, findings: [...named.findings, ...found.findings] };
	const { images, what, details, troubles } = found;
	const hints = [...troubles, ...(details.length ? [`${details.join("; ")}.`] : [])];
	throw images.length
		? new Failure({
				...{ kind: "unsupported", code: "several-images" },
				message: `This is ${what} with ${images.length} EROFS images.`,
				hint: "Choose one of them.",
			})
		: new Failure({
				...{ kind: "unsupported", code: "no-image-inside" },
				message: `This is ${what}, and no EROFS image was found in it.`,
				...(hints.length ? { hint: hints.join(" ") } : {}),
			});
}
