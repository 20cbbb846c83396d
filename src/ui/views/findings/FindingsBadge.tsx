import { countText } from "../../../base/words";
import { useTally } from "../../state/groups";
import { useNarrow } from "../../state/media";
import { Badge } from "../../widgets/Tabs";
import type { ViewProps } from "../view";

/** On a phone a longer number would cover the sign that it stands at. */
const MOST = 99;

/** How many things look wrong, without what follows from them; of what is only noted, where nothing is. */
export function FindingsBadge({ image }: ViewProps) {
	const narrow = useNarrow();
	const { error, warning, note } = useTally(image).causes;
	const wrong = error + warning;
	if (wrong + note === 0) return null;
	const tone = error > 0 ? "error" : warning > 0 ? "warning" : "plain";
	const count = wrong || note;
	return <Badge tone={tone}>{narrow && count > MOST ? `${MOST}+` : countText(count)}</Badge>;
}
