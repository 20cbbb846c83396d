import type { OwnerGroup } from "./owners.model";
import "./owner-sign.css";

/** Colour and texture of an owner, as on the strip along the bytes. */
export const OwnerSign = ({ group }: { readonly group: OwnerGroup }) => (
	<span className={`own own-${group}`} aria-hidden />
);
