/** What of the address the place Space goes by. */
import type { Place } from "../../state/location";

export const AREAS = ["disk", "contents"] as const;
export type Area = (typeof AREAS)[number];

export const COLOURS = ["ratio", "kind", "algorithm"] as const;
export type Colour = (typeof COLOURS)[number];

export const areaOf = ({ area }: Pick<Place, "area">): Area =>
	AREAS.find((id) => id === area) ?? "disk";

export const colourOf = ({ colour }: Pick<Place, "colour">): Colour =>
	COLOURS.find((id) => id === colour) ?? "ratio";
