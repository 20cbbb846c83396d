import { countText } from "../../../base/words";
import { useTally } from "../../state/groups";
import { Badge } from "../../widgets/Tabs";
import type { ViewProps } from "../view";

/** How many things look wrong, without what follows from them; of what is only noted, where nothing is. */
export function FindingsBadge({ image }: ViewProps) {
	const { error, warning, note } = useTally(image).causes;
	const wrong = error + warning;
	if (wrong + note === 0) return null;
	const tone = error > 0 ? "error" : warning > 0 ? "warning" : "plain";
	return <Badge tone={tone}>{countText(wrong || note)}</Badge>;
}
