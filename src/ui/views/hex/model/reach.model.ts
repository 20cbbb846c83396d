/** Whether a pointer can be followed in what is open, and why not, in words. */
import type { Span } from "../../../../base/range";
import { parseSpace } from "../../../../base/space";
import { countText, exactBytes } from "../../../../base/words";
import type { DeviceRow, SpaceRow } from "../../../../worker/protocol";
import { hexOffset } from "./offset.model";

/** What is open: the spaces that have bytes, and the devices that the image wants. */
export interface Opened {
	readonly spaces: readonly SpaceRow[];
	readonly devices: readonly DeviceRow[];
}

/** Why nothing of a range can be shown; undefined when something of it can. */
export function whyNot({ space, start }: Span, { spaces, devices }: Opened): string | undefined {
	const row = spaces.find(({ id }) => id === space);
	if (row) {
		return start < row.size
			? undefined
			: `It leads to byte ${hexOffset(start)}, beyond the end: ${inWords(row)} has ${exactBytes(row.size)}.`;
	}
	const named = parseSpace(space);
	switch (named?.kind) {
		case "file":
			return undefined;
		case "device": {
			const { tag = "" } = devices.find(({ id }) => id === named.id) ?? {};
			const name = `device ${countText(named.id)}${tag ? ` (“${tag}”)` : ""}`;
			return `It leads to byte ${hexOffset(start)} of ${name}, whose file is not open.`;
		}
		default:
			return `It leads into the ${named?.kind === "packed" ? "packed inode" : space}, which this image does not have, or which cannot be read.`;
	}
}

const inWords = ({ id, label }: SpaceRow): string =>
	id === "image" ? "the image" : label.replace(/^./, (letter) => letter.toLowerCase());
