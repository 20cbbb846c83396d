/** "What is this": of the bytes what the view Bytes says of them, else the facts of the selected inode. */
import { Suspense } from "react";
import { isImage, type OpenFile } from "../state/image";
import { usePlacePart } from "../state/location";
import { AboutInode } from "../views";
import { Placeholder } from "../widgets/EmptyState";
import { ErrorBoundary } from "../widgets/ErrorBoundary";
import { Slot } from "../widgets/Slot";

export function About({ file }: { readonly file: OpenFile }) {
	const isBytes = usePlacePart((place) => place.view === "bytes");
	const selection = usePlacePart((place) => `${place.path} ${place.nid}`);
	if (isBytes || !isImage(file)) return <Slot id="about">The bytes are on their way.</Slot>;
	return (
		<ErrorBoundary resetKey={selection} title="What is this stopped">
			<Suspense fallback={<Placeholder label="Loading what this is" lines={6} />}>
				<AboutInode image={file} />
			</Suspense>
		</ErrorBoundary>
	);
}
