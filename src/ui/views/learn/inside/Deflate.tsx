/** A DEFLATE stream: its blocks, and the lengths of their codes. */
import type { Span } from "../../../../base/range";
import { countText, exactBytes } from "../../../../base/words";
import type { Inside } from "../../../../worker/protocol";
import { Histogram } from "./Histogram";
import { Ledger } from "./Ledger";
import { Part } from "./Part";

interface DeflateProps {
	readonly stream: Span;
	readonly deflate: NonNullable<Inside["deflate"]>;
}

export function Deflate({ deflate, stream }: DeflateProps) {
	const bits = (kind: "tables" | "literals" | "matches") =>
		deflate.blocks.reduce((sum, block) => sum + block.bits[kind], 0);
	return (
		<>
			<Ledger
				of="bits"
				parts={[
					["bits of literals", bits("literals"), "literals"],
					["of matches", bits("matches"), "distances"],
					["of headers and code lengths", bits("tables"), "tokens"],
				]}
			/>
			<ol className="inside-blocks">
				{deflate.blocks.map(
					({ start, end, kind, final, literals, matches, output, lengths }, i) => (
						<li key={start}>
							<p>
								<b>Block {i + 1}</b>, {kind}
								{final && ", the last"}:{" "}
								<Part
									stream={stream}
									from={start >> 3}
									to={(end + 7) >> 3}
									what={`block ${i + 1}`}
								/>
								, {countText(end - start)} bits for {exactBytes(output)}: {countText(literals)}{" "}
								literals, {countText(matches)} matches.
							</p>
							{kind === "dynamic" && <CodeLengths lengths={lengths} />}
						</li>
					),
				)}
			</ol>
		</>
	);
}

/** How many symbols have a code of so many bits. */
function CodeLengths({ lengths }: { readonly lengths: readonly number[] }) {
	const bits = Array.from({ length: 15 }, (_, i) => i + 1);
	return (
		<Histogram
			label={`Bits of the codes of ${lengths.filter((each) => each > 0).length} symbols`}
			counts={bits.map((n) => lengths.filter((each) => each === n).length)}
			names={bits.map(String)}
		/>
	);
}
