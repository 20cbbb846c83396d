/** A Zstandard frame: its header, its blocks, and the sections of those. */
import type { Span } from "../../../../base/range";
import { countText, exactBytes } from "../../../../base/words";
import type { Inside } from "../../../../worker/protocol";
import { Ledger } from "./Ledger";
import { Part } from "./Part";

interface ZstdProps {
	readonly stream: Span;
	readonly zstd: NonNullable<Inside["zstd"]>;
}

/** Bytes in front of each block. */
const BLOCK_HEADER = 3;

type ZstdBlock = NonNullable<Inside["zstd"]>["blocks"][number];

/** A raw block is nothing but literals. */
const literalsOf = ({ type, start, end, literals }: ZstdBlock): number =>
	type === "raw" ? end - start - BLOCK_HEADER : (literals?.size ?? 0);

export function Zstd({ zstd, stream }: ZstdProps) {
	const { header, size, single, checksum, blocks } = zstd;
	const literals = blocks.reduce((sum, block) => sum + literalsOf(block), 0);
	const inBlocks = blocks.reduce((sum, { start, end }) => sum + end - start, 0);
	return (
		<>
			<Ledger
				of="bytes"
				parts={[
					["literals sections", literals, "literals"],
					["sequences and headers of blocks", inBlocks - literals, "distances"],
					["frame header", header, "tokens"],
				]}
			/>
			<p>
				The frame begins with a header of{" "}
				<Part stream={stream} from={0} to={header} what="frame header" />, {exactBytes(header)}
				{size === undefined ? "" : `: it holds ${exactBytes(size)}`}
				{single && ", as a single segment"}
				{checksum && ", with a checksum at its end"}.
			</p>
			<ol className="inside-blocks">
				{blocks.map((block, i) => (
					<li key={block.start}>
						<p>
							<b>Block {i + 1}</b>, {block.type}:{" "}
							<Part stream={stream} from={block.start} to={block.end} what={`block ${i + 1}`} />,{" "}
							{exactBytes(block.end - block.start)} for {exactBytes(block.output)}.
						</p>
						<Sections block={block} />
					</li>
				))}
			</ol>
		</>
	);
}

/** What a compressed block is made of. */
function Sections({ block: { literals, sequences } }: { readonly block: ZstdBlock }) {
	if (!literals || !sequences) return null;
	const { kind, size, output, streams } = literals;
	const { count, modes, copied } = sequences;
	return (
		<ul className="learn-small">
			<li>
				Literals, {kind}
				{streams > 1 && `, in ${streams} streams`}: {exactBytes(size)} for {exactBytes(output)}.
			</li>
			<li>
				{countText(count)} sequences, which copy {exactBytes(copied)}.
				{modes &&
					` Codes of the lengths of literals: ${modes[0]}; of distances: ${modes[1]}; of the lengths of copies: ${modes[2]}.`}
			</li>
		</ul>
	);
}
