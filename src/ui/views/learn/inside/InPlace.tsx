/** Whether Linux decodes the unit in place: what it asks for, what it has, what it would need. */
import { countText, exactBytes } from "../../../../base/words";
import type { Inside } from "../../../../worker/protocol";
import { InPlaceDrawing } from "./InPlaceDrawing";
import type { Lz4Inside } from "./inside.model";

export function InPlace({ inside, lz4 }: { readonly inside: Inside; readonly lz4: Lz4Inside }) {
	const { room, asked } = inside.inPlace;
	const output = inside.end - inside.start;
	const input = inside.stream.end - inside.stream.start;
	return (
		<section aria-label="In place">
			<h4>Decoded in place?</h4>
			<p>
				Linux can put the stream at the end of the memory pages for the result, and decode towards
				it. Behind the result of {exactBytes(output)}, {exactBytes(room)} are free in its last page.
				Linux asks for {countText(asked)}: a 256th of the stream of {countText(input)}, and 32.{" "}
				{inside.partial ? (
					<b>The unit is used in part: Linux copies the stream first.</b>
				) : room >= asked ? (
					<b>That is enough.</b>
				) : (
					<b>That is not enough: Linux copies the stream first.</b>
				)}
			</p>
			<p className="learn-small">
				This very stream needs {exactBytes(lz4.margin)}: output comes nearest to input behind
				sequence {countText(lz4.nearest + 1)}.
			</p>
			{lz4.sequences.count > 1 && !lz4.stopped && (
				<InPlaceDrawing
					sequences={lz4.sequences}
					input={input}
					output={output}
					pages={output + room}
					nearest={lz4.nearest}
				/>
			)}
		</section>
	);
}
