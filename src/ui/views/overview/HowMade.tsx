/** When, by what and in which shape the image was made. */
import { counted, exactBytes, sizeText, timeText } from "../../../base/words";
import type { Overview } from "../../../worker/protocol";
import { Section } from "../../widgets/Section";
import { Term } from "../../widgets/Term";

export const HowMade = ({ overview }: { readonly overview: Overview }) => {
	const { created, writer, blockSize, blocks, volume } = overview;
	return (
		<Section title="How it was made">
			<dl className="made">
				<dt>Created</dt>
				<dd>{created === undefined ? "not recorded" : timeText(created)}</dd>
				<dt>
					<Term
						doc="Everything is counted and laid out in blocks; a file that is not compressed begins at one."
						about="blkszbits"
					>
						Block size
					</Term>
				</dt>
				<dd>
					<span title={exactBytes(blockSize)}>{sizeText(blockSize)}</span>,{" "}
					{counted(blocks, "block")}
				</dd>
				<dt>By</dt>
				<dd>{writer ? <Term doc={writer.doc}>{writer.name}</Term> : "not recorded"}</dd>
				<dt>Volume name</dt>
				<dd>{volume || "none"}</dd>
			</dl>
		</Section>
	);
};
