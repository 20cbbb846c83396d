/** Where ways are shown: under the view, as long as the place asks for one. */
import { Suspense } from "react";
import type { OpenImage } from "../../state/image";
import { usePlace } from "../../state/location";
import { ErrorBoundary } from "../../widgets/ErrorBoundary";
import { later } from "../later";

const WalkPanel = later(async () => (await import("./WalkPanel")).WalkPanel);

export function WalkDock({ image }: { readonly image: OpenImage }) {
	const { walk } = usePlace();
	if (!walk) return null;
	return (
		<ErrorBoundary resetKey={`${walk.space} ${walk.offset}`} title="The way stopped">
			<Suspense>
				<WalkPanel image={image} to={walk} />
			</Suspense>
		</ErrorBoundary>
	);
}
