/** Which files that were opened together have no part in what is open, and what to do about it. */
import { useState } from "react";
import { countText } from "../../base/words";
import type { Input } from "../../worker/protocol";
import type { OpenImage } from "../state/image";
import { hasRoles, useRoles } from "../state/roles";
import { Notice } from "../widgets/Notice";
import { shortName } from "./image.model";
import { RolesButton } from "./RolesDialog";

/** Names at most. */
const MOST = 3;

const nameOf = (input: Input): string =>
	input.kind === "file" ? input.file.name : shortName(input.url);

export function UnmatchedFiles({ image }: { readonly image: OpenImage }) {
	const [dismissed, setDismissed] = useState(false);
	const roles = useRoles(image);
	const names = image.inputs.filter((_, i) => roles?.[i] === "unmatched").map(nameOf);
	if (names.length === 0 || dismissed || !hasRoles(image)) return null;
	const isOne = names.length === 1;
	const title = isOne
		? `“${names[0]}” is not used`
		: `${countText(names.length)} files are not used`;
	const more = names.length - MOST;
	return (
		<Notice
			tone="warning"
			title={title}
			actions={<RolesButton file={image} />}
			onDismiss={() => setDismissed(true)}
		>
			{!isOne &&
				`${names.slice(0, MOST).join(", ")}${more > 0 ? ` and ${countText(more)} more` : ""}. `}
			Nothing here names {isOne ? "it" : "them"}, and {isOne ? "it fits" : "they fit"} no device. If{" "}
			{isOne ? "it belongs" : "they belong"} here, say as what; else open {isOne ? "it" : "each"}{" "}
			alone.
		</Notice>
	);
}
