/** A MicroLZMA stream: its properties, and its packets counted. */
import { countText, exactBytes } from "../../../../base/words";
import type { Inside } from "../../../../worker/protocol";
import { Fact } from "../../../widgets/Fact";
import { Histogram } from "./Histogram";

/** Kinds of packets in words. */
const PACKETS = [
	["literal", "bytes of their own"],
	["match", "copies from a new distance"],
	["repeat", "copies from one of the last four distances"],
	["short", "single bytes from the last distance"],
] as const;

export const Lzma = ({ lzma }: { readonly lzma: NonNullable<Inside["lzma"]> }) => (
	<>
		<Chances lzma={lzma} />
		<h4>Packets</h4>
		<dl className="lesson-table inside-packets">
			{PACKETS.map(([kind, words]) => (
				<Fact key={kind} label={countText(lzma.packets[kind])}>
					{words}
				</Fact>
			))}
		</dl>
		<p>{exactBytes(lzma.copied)} of the output are copies of bytes before them.</p>
		{lzma.lengths.length > 0 && (
			<Histogram
				label="Copies by how many bytes they give"
				counts={lzma.lengths}
				names={lzma.lengths.map((_, i) => `${2 ** (i + 1)}`)}
			/>
		)}
	</>
);

const Chances = ({ lzma: { lc, lp, pb } }: { readonly lzma: NonNullable<Inside["lzma"]> }) => (
	<>
		<p>
			The first byte, with all bits turned round, says how the chances are chosen: by {lc} bits of
			the byte before (lc), {lp} bits of the position for literals (lp), {pb} bits of the position
			for the rest (pb).
		</p>
		<p>
			All else is one long number, in which likely choices take less than a bit. So no byte stands
			for a span of the file, and there is nothing to point at.
		</p>
	</>
);
