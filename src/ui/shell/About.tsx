/** "What is this": the selected bytes or finding, as the place has it, else the selected inode. */
import { useSelectedFinding } from "../state/finding-list";
import { isImage, type OpenFile, type OpenImage } from "../state/image";
import { usePlacePart } from "../state/location";
import { AboutFinding } from "../views/findings/AboutFinding";
import { AboutInode } from "../views/inode/AboutInode";
import { ErrorBoundary } from "../widgets/ErrorBoundary";
import { Slot } from "../widgets/Slot";

export function About({ file }: { readonly file: OpenFile }) {
	const view = usePlacePart((place) => place.view);
	const selection = usePlacePart((place) => `${place.path} ${place.nid} ${place.finding}`);
	if (view === "bytes" || !isImage(file))
		return <Slot id="about">The bytes are on their way.</Slot>;
	return (
		<ErrorBoundary resetKey={selection} title="What is this stopped">
			{view === "check" ? <OfCheck image={file} /> : <AboutInode image={file} />}
		</ErrorBoundary>
	);
}

function OfCheck({ image }: { readonly image: OpenImage }) {
	const selected = useSelectedFinding(image);
	return selected ? <AboutFinding image={image} {...selected} /> : <AboutInode image={image} />;
}
