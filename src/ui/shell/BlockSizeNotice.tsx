/** When it is the block size that seems wrong: what makes more sense, and the way to it. */
import { useQuery } from "@tanstack/react-query";
import { exactBytes } from "../../base/words";
import type { OpenImage } from "../state/image";
import { openOtherwise } from "../state/open";
import { salvageText } from "../views/raw/raw.model";
import { Button } from "../widgets/Button";
import { Notice } from "../widgets/Notice";

export function BlockSizeNotice({ image }: { readonly image: OpenImage }) {
	const { trouble, blockSizeOfFile, blockSize } = image.overview;
	const best = useBest(image, trouble !== undefined);
	if (image.origin.blockSize) return null; // it was chosen, and the findings say so
	if (best) {
		return (
			<Suggestion title="Nothing behind the superblock can be read" blockSize={2 ** best.blkszbits}>
				{salvageText(best)}
			</Suggestion>
		);
	}
	if (blockSizeOfFile === undefined) return null;
	return (
		<Suggestion title="The block size may be wrong" blockSize={blockSizeOfFile}>
			The superblock says blocks of {exactBytes(blockSize)}, and then the file would be cut off.
			With blocks of {exactBytes(blockSizeOfFile)} it has exactly the right length.
		</Suggestion>
	);
}

const useBest = ({ key, client }: OpenImage, enabled: boolean) =>
	useQuery({
		queryKey: [key, "ways"],
		enabled,
		queryFn: ({ signal }) => client.call("ways", {}, { signal }),
	}).data?.[0];

interface SuggestionProps {
	readonly title: string;
	/** Bytes of a block. */
	readonly blockSize: number;
	readonly children: React.ReactNode;
}

const Suggestion = ({ title, blockSize, children }: SuggestionProps) => (
	<Notice
		tone="warning"
		title={title}
		actions={
			<Button small onClick={() => openOtherwise({ blockSize })}>
				Open with blocks of {exactBytes(blockSize)}
			</Button>
		}
	>
		{children}
	</Notice>
);
