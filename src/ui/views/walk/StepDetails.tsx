/** One step in full: what it finds, the sum, why, and the bytes it reads. */
import { TriangleAlert } from "lucide-react";
import type { Span } from "../../../base/range";
import type { WalkStep } from "../../../worker/protocol";
import { extentText, spaceText } from "../../widgets/offsets.model";
import { PlaceLink } from "../../widgets/PlaceLink";
import { shownRange, sumText } from "./walk.model";

export function StepDetails({ step }: { readonly step: WalkStep }) {
	const { text, why, since, field, at, finding, depth } = step;
	const sum = sumText(step);
	return (
		<div className="walk-details">
			<p className="walk-text">
				{finding && <TriangleAlert className="walk-sign" aria-label="Damage" />}
				{text}
			</p>
			{sum && <p className="walk-sum mono">{sum}</p>}
			{finding?.seen !== undefined && (
				<p className="walk-seen">
					Seen: {finding.seen}
					{finding.allowed !== undefined && `; allowed: ${finding.allowed}`}
				</p>
			)}
			{why && <p className="walk-why">{why}</p>}
			<dl className="walk-facts">
				{field && (
					<div>
						<dt>Field</dt>
						<dd>
							<code>{field}</code>
						</dd>
					</div>
				)}
				<div>
					<dt>Bytes</dt>
					<dd>
						<ul>
							{at.map((span) => (
								<li key={`${span.space} ${span.start} ${span.end}`}>
									<Bytes span={span} />
								</li>
							))}
						</ul>
					</dd>
				</div>
				{since && (
					<div>
						<dt>Since</dt>
						<dd>Linux {since}</dd>
					</div>
				)}
				{depth > 0 && (
					<div>
						<dt>Inside</dt>
						<dd>{depth === 1 ? "a hidden file" : "a hidden file in another"}</dd>
					</div>
				)}
			</dl>
		</div>
	);
}

function Bytes({ span }: { readonly span: Span }) {
	const { space, start, end } = shownRange(span);
	return (
		<PlaceLink to={{ view: "bytes", space, at: { start, end } }} className="mono">
			{spaceText(space) || "image"} {extentText(span)}
		</PlaceLink>
	);
}
