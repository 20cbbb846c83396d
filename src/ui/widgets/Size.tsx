import type { Exact } from "../../base/exact";
import { exactBytes, sizeText } from "../../base/words";

/** An amount of bytes in three digits; all of them while the pointer rests on it. */
export const Size = ({ bytes }: { readonly bytes: Exact }) => (
	<span title={exactBytes(bytes)}>{sizeText(bytes)}</span>
);
