/** Where ways are shown: under the view, as long as the place asks for one. */
import { formatWalk } from "../../../base/way";
import type { OpenImage } from "../../state/image";
import { usePlace } from "../../state/location";
import { ErrorBoundary } from "../../widgets/ErrorBoundary";
import { WalkPanel } from "./WalkPanel";

export function WalkDock({ image }: { readonly image: OpenImage }) {
	const { walk } = usePlace();
	if (!walk) return null;
	return (
		<ErrorBoundary resetKey={formatWalk(walk)} title="The way stopped">
			<WalkPanel image={image} to={walk} />
		</ErrorBoundary>
	);
}
