/** What of the address the place Space goes by, and what spaces are called in it. */
import type { SpaceId } from "../../../base/range";
import { IMAGE_SPACE, METABOX_SPACE, PACKED_SPACE, parseSpace } from "../../../base/space";
import type { Place } from "../../state/location";

export const AREAS = ["disk", "contents"] as const;
export type Area = (typeof AREAS)[number];

export const COLOURS = ["ratio", "kind", "algorithm"] as const;
export type Colour = (typeof COLOURS)[number];

export const areaOf = ({ area }: Pick<Place, "area">): Area =>
	AREAS.find((id) => id === area) ?? "disk";

export const colourOf = ({ colour }: Pick<Place, "colour">): Colour =>
	COLOURS.find((id) => id === colour) ?? "ratio";

export function spaceTitle(id: SpaceId): string {
	const space = parseSpace(id);
	if (space?.kind === "device") return `Device ${space.id}`;
	if (space?.kind === "file") return `Names of inode ${space.nid}`;
	return (
		{ [IMAGE_SPACE]: "Image", [METABOX_SPACE]: "Metabox", [PACKED_SPACE]: "Packed inode" }[id] ?? id
	);
}
