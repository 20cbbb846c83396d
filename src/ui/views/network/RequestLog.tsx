import { Square } from "lucide-react";
import { useRef } from "react";
import { IMAGE_SPACE } from "../../../base/space";
import { countText } from "../../../base/words";
import type { OpenImage } from "../../state/image";
import { textScale, useNarrow } from "../../state/media";
import { IconButton } from "../../widgets/Button";
import { BytesLink } from "../../widgets/PlaceLink";
import { Section } from "../../widgets/Section";
import { Spacer } from "../../widgets/Spacer";
import { useRows } from "../../widgets/use-rows";
import { askedText, durationText, type LogEntry, momentText, stateText } from "./network.model";

/** Height of a row in CSS pixels, as in the style sheet: dense for a mouse, roomy for fingers. */
const ROW = 26 * textScale;
const ROOMY_ROW = 34 * textScale;

interface RequestLogProps {
	readonly image: OpenImage;
	/** Newest last. */
	readonly log: readonly LogEntry[];
}

/** Every request with its reason, newest first. Only rows in sight are on the page. */
export function RequestLog({ image, log }: RequestLogProps) {
	const box = useRef<HTMLElement>(null);
	const row = useNarrow() ? ROOMY_ROW : ROW;
	const { items, before, after } = useRows({ rows: log.length, row, element: box });
	const stop = (id: number) => void image.client.call("abortRequest", { id });
	return (
		<Section title="Requests" note={log.length > 0 && `${countText(log.length)}, newest first`}>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys must be able to scroll it */}
			<section ref={box} className="log" aria-label="Log of requests" tabIndex={0}>
				<table className="table log-table" aria-rowcount={log.length + 1}>
					<caption className="hidden-text">Requests, newest first</caption>
					<thead>
						<tr aria-rowindex={1}>
							{HEADS.map(([id, title, align = ""]) => (
								<th key={id} scope="col" className={`log-${id} ${align}`}>
									{title}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						<Spacer height={before} />
						{items.map(({ index }) => {
							const entry = log[log.length - 1 - index];
							return (
								entry && (
									<Row key={entry.id} entry={entry} index={index} stop={() => stop(entry.id)} />
								)
							);
						})}
						<Spacer height={after} />
					</tbody>
				</table>
			</section>
		</Section>
	);
}

const HEADS: readonly (readonly [id: string, title: string, align?: "num"])[] = [
	["began", "After", "num"],
	["reason", "For"],
	["from", "From"],
	["asked", "Asked", "num"],
	["took", "Took", "num"],
	["answer", "Answer"],
];

interface RowProps {
	readonly entry: LogEntry;
	readonly index: number;
	stop(): void;
}

function Row({ entry, index, stop }: RowProps) {
	const { start, end, reason, state } = entry;
	const span = { space: IMAGE_SPACE, start, end: Math.max(end, start + 1) };
	return (
		<tr className={`log-${state}`} aria-rowindex={index + 2}>
			<td className="log-began num">{momentText(entry.began)}</td>
			<th scope="row" className="log-reason">
				{reason}
			</th>
			<td className="log-from">
				<BytesLink span={span} what={`the request for ${reason}`} />
			</td>
			<td className="log-asked num">{askedText(entry)}</td>
			<td className="log-took num">{durationText(entry.took)}</td>
			<td className="log-answer">
				<span className="log-state">{stateText(entry)}</span>
				{state === "waiting" && (
					<IconButton small icon={Square} label={`Stop the request for ${reason}`} onClick={stop} />
				)}
			</td>
		</tr>
	);
}
