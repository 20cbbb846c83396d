/** An LZ4 stream, sequence by sequence, in step with what comes out. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { countText, exactBytes } from "../../../../base/words";
import type { Inside } from "../../../../worker/protocol";
import { navigate } from "../../../state/location";
import { IconButton } from "../../../widgets/Button";
import { Fact } from "../../../widgets/Fact";
import { CopyDrawing } from "./CopyDrawing";
import { type Lz4Inside, sequenceAt } from "./inside.model";
import { Ledger } from "./Ledger";
import { OutputRibbon } from "./OutputRibbon";
import { Part } from "./Part";

export function Lz4({ inside, lz4 }: { readonly inside: Inside; readonly lz4: Lz4Inside }) {
	const { stream } = inside;
	const { ledger } = lz4;
	const { count } = lz4.sequences;
	const [n, setN] = useState(0);
	const go = (next: number) => {
		const to = Math.min(count - 1, Math.max(0, next));
		setN(to);
		const { token, end } = sequenceAt(lz4.sequences, to);
		const bytes = { start: stream.start + token, end: stream.start + end };
		navigate({ view: "bytes", space: stream.space, at: bytes }, { replace: true });
	};
	if (count === 0) return null;
	const one = sequenceAt(lz4.sequences, n);
	return (
		<>
			<Ledger
				of="bytes"
				parts={[
					["literals", ledger.literals, "literals"],
					["tokens", ledger.tokens, "tokens"],
					["distances", ledger.distances, "distances"],
					["lengths", ledger.lengths, "lengths"],
				]}
			/>
			<p>
				{countText(ledger.copied)} of {exactBytes(inside.end - inside.start)} are copies of bytes
				before them.
			</p>
			<div className="inside-slider">
				<IconButton
					icon={ChevronLeft}
					label="Previous sequence"
					disabled={n === 0}
					onClick={() => go(n - 1)}
				/>
				<input
					type="range"
					aria-label="Sequence"
					min={0}
					max={count - 1}
					value={n}
					aria-valuetext={`Sequence ${countText(n + 1)} of ${countText(count)}`}
					onChange={(event) => go(Number(event.target.value))}
				/>
				<IconButton
					icon={ChevronRight}
					label="Next sequence"
					disabled={n >= count - 1}
					onClick={() => go(n + 1)}
				/>
			</div>
			<section aria-live="polite" aria-label="The sequence">
				<p>
					<b>Sequence {countText(n + 1)}</b> of {countText(count)}
				</p>
				<dl className="lesson-table inside-facts">
					<Fact label="token">
						<Part stream={stream} from={one.token} to={one.literalsAt} what="token" />, with the
						lengths
					</Fact>
					<Fact label="literals">
						{one.literals > 0 ? (
							<>
								<Part
									stream={stream}
									from={one.literalsAt}
									to={one.literalsAt + one.literals}
									what="literals"
								/>
								, {exactBytes(one.literals)} taken as they are
							</>
						) : (
							"none"
						)}
					</Fact>
					<Fact label="match">
						{one.distanceAt >= 0 ? (
							<>
								<Part stream={stream} from={one.distanceAt} to={one.end} what="distance" />: go back{" "}
								{countText(one.distance)}, copy {exactBytes(one.length)}
								{one.distance < one.length &&
									". It copies what it has just written, again and again"}
							</>
						) : (
							"none: this is the last sequence"
						)}
					</Fact>
				</dl>
				<CopyDrawing sequence={one} first={inside.start} />
				<OutputRibbon
					sequences={lz4.sequences}
					n={n}
					first={inside.start}
					size={inside.end - inside.start}
				/>
			</section>
		</>
	);
}
