import { countText } from "../../../base/words";
import { useGroups } from "../../state/groups";
import { Badge } from "../../widgets/Tabs";
import type { ViewProps } from "../view";

/** How many things look wrong, without what follows from them; toned by the worst. */
export function FindingsBadge({ image }: ViewProps) {
	const groups = useGroups(image);
	const worst = groups[0]?.cause;
	if (!worst) return null;
	const tone = worst.severity === "note" ? "plain" : worst.severity;
	return <Badge tone={tone}>{countText(groups.length)}</Badge>;
}
