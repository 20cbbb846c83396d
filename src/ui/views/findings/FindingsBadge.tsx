import { useFindings } from "../../state/findings";
import { Badge } from "../../widgets/Tabs";
import type { ViewProps } from "../view";

/** How many things look wrong, toned by the worst of them. */
export function FindingsBadge({ image }: ViewProps) {
	const findings = useFindings(image);
	const [worst] = findings;
	if (!worst) return null;
	const tone = worst.severity === "note" ? "plain" : worst.severity;
	return <Badge tone={tone}>{findings.length}</Badge>;
}
