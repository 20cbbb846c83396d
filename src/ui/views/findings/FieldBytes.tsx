/** The bytes of the field that is wrong, with those around it. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp } from "lucide-react";
import { failureInfo } from "../../../base/errors";
import type { Finding } from "../../../base/finding";
import type { Range } from "../../../base/range";
import { exactBytes } from "../../../base/words";
import { placeOf, stepFinding } from "../../state/finding-list";
import { fieldName } from "../../state/finding-rows";
import type { OpenImage } from "../../state/image";
import { useNarrow } from "../../state/media";
import { IconButton } from "../../widgets/Button";
import { hexText, spaceText } from "../../widgets/offsets.model";
import { PlaceLink } from "../../widgets/PlaceLink";
import { type FieldRow, fieldRows } from "./field-rows.model";

/** Rows of bytes before those of the field, and all of them. */
const BEFORE = 3;
const ROWS = 8;

interface FieldBytesProps {
	readonly image: OpenImage;
	readonly finding: Finding;
}

export function FieldBytes({ image, finding }: FieldBytesProps) {
	const { space, start, end } = finding.at;
	const named = spaceText(space);
	return (
		<section className="field-bytes" aria-label="Bytes of the field">
			<header>
				<h2>
					<code>{fieldName(finding)}</code>
				</h2>
				<p>
					{hexText(start)}, {exactBytes(end - start)}
					{named && ` of ${named}`}
				</p>
				<IconButton
					small
					icon={ArrowUp}
					label="Previous finding"
					keys="Shift+F8"
					onClick={() => void stepFinding(image, -1)}
				/>
				<IconButton
					small
					icon={ArrowDown}
					label="Next finding"
					keys="F8"
					onClick={() => void stepFinding(image, 1)}
				/>
				<PlaceLink to={{ ...placeOf(finding), view: "bytes" }}>Open in Bytes</PlaceLink>
			</header>
			<Dump image={image} finding={finding} />
		</section>
	);
}

function Dump({ image, finding }: FieldBytesProps) {
	const perRow = useNarrow() ? 8 : 16;
	const { space, start, end } = finding.at;
	const from = Math.max(0, start - (start % perRow) - BEFORE * perRow);
	const to = from + ROWS * perRow;
	const { data, error } = useQuery({
		queryKey: [image.key, "field", space, from, to],
		placeholderData: keepPreviousData,
		queryFn: async ({ signal }) => {
			const answer = await image.client.call("bytes", { space, start: from, end: to }, { signal });
			return { ...answer, from };
		},
	});
	if (error) return <p className="field-none">{failureInfo(error).message}</p>;
	if (!data) return <p className="field-none" />;
	const wrong: Range = { start, end };
	const rows = fieldRows(data.bytes, data.from, wrong, perRow);
	if (rows.length === 0)
		return <p className="field-none">There are no bytes: the file ends before.</p>;
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable
		<pre className="field-dump" tabIndex={0}>
			{rows.map((row) => (
				<Line key={row.offset} row={row} />
			))}
		</pre>
	);
}

const Line = ({ row }: { readonly row: FieldRow }) => (
	<>
		<span className="field-offset">{row.offset}</span>
		{"  "}
		{row.hex.map(({ text, isWrong }, i) => (
			// biome-ignore lint/suspicious/noArrayIndexKey: parts of a line have no other name
			<span key={i} className={isWrong ? "field-wrong" : undefined}>
				{text}
			</span>
		))}
		{row.fill}
		{"  "}
		{row.text.map(({ text, isWrong }, i) => (
			// biome-ignore lint/suspicious/noArrayIndexKey: parts of a line have no other name
			<span key={i} className={isWrong ? "field-wrong" : "field-text"}>
				{text}
			</span>
		))}
		{"\n"}
	</>
);
