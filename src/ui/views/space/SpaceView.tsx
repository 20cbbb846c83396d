import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Exact } from "../../../base/exact";
import { countText, percentText, sizeText, storedShare } from "../../../base/words";
import { type Survey, TYPE_NAMES } from "../../../worker/protocol";
import { useSurvey } from "../../state/survey";
import { Placeholder } from "../../widgets/EmptyState";
import { PlaceLink } from "../../widgets/PlaceLink";
import { RatioBar } from "../../widgets/RatioBar";
import { SurveyBar } from "../../widgets/SurveyBar";
import { type Column, Table } from "../../widgets/Table";
import type { ViewProps } from "../view";
import "./space.css";

/** Where the bytes went: sums over the whole tree, by file type and by data layout. */
export function SpaceView({ image }: ViewProps) {
	const { state, result } = useSurvey(image);
	const note = result && result.inodes > 0 && entriesText(result);
	return (
		<div className="page space">
			<header>
				<h1 className="page-title">Space</h1>
				{note && <p className="space-note">{note}</p>}
			</header>
			<SurveyBar image={image} />
			{state === "running" && <Placeholder label="Totals follow" lines={6} />}
			{result &&
				(result.inodes > 0 ? (
					<Totals survey={result} />
				) : (
					<p>No directory can be read, so nothing is known of the contents.</p>
				))}
		</div>
	);
}

/** `181 entries, 2 more hard links`: all but the root have an entry, and some have several. */
function entriesText({ entries, inodes, unread }: Survey): string {
	const links = Math.max(0, entries - unread - (inodes - 1));
	const first = entries - links;
	const text = `${countText(first)} ${first === 1 ? "entry" : "entries"}`;
	return links > 0
		? `${text}, ${countText(links)} more hard ${links === 1 ? "link" : "links"}`
		: text;
}

interface SumRow {
	readonly label: string;
	readonly count: number;
	/** Bytes. */
	readonly size: Exact;
	readonly stored: Exact;
}

function Totals({ survey }: { readonly survey: Survey }) {
	const types = survey.types.map((t) => ({ ...t, label: TYPE_NAMES[t.type] ?? "unknown type" }));
	const foot = [
		"all",
		countText(survey.inodes),
		sizeText(survey.size),
		sizeText(survey.stored),
		<Share key="share" stored={survey.stored} size={survey.size} />,
	];
	return (
		<>
			<div className="space-pair">
				<Sums head="Type" rows={types} foot={foot} />
				<Sums head="Data layout" rows={survey.layouts} />
			</div>
			<LeftOut {...survey.leftOut} />
		</>
	);
}

/** Sums are not drowned by what cannot be; but they say that they are without it. */
function LeftOut({ count, size, stored }: Survey["leftOut"]) {
	if (count === 0) return null;
	const who = count === 1 ? "1 inode claims" : `${countText(count)} inodes claim`;
	const what = [
		...(size > 0 ? [`${sizeText(size)} of contents`] : []),
		...(stored > 0 ? [`${sizeText(stored)} stored`] : []),
	];
	return (
		<p className="left-out">
			<TriangleAlert aria-hidden />
			<span>
				Left out of the sums: {who} {what.join(" and ")}, more than the image can hold.{" "}
				<PlaceLink to={{ view: "check" }}>See the findings</PlaceLink>
			</span>
		</p>
	);
}

interface SumsProps {
	readonly head: string;
	readonly rows: readonly SumRow[];
	readonly foot?: readonly ReactNode[];
}

const Sums = ({ head, rows, foot }: SumsProps) => (
	<Table
		label={`Totals by ${head.toLowerCase()}`}
		columns={[{ ...LABEL, label: head }, ...FIGURES]}
		rows={rows}
		keyOf={(row) => row.label}
		{...(foot ? { foot } : {})}
	/>
);

const LABEL: Column<SumRow> = {
	id: "label",
	label: "",
	rowHead: true,
	cell: (row) => row.label,
};

const FIGURES: readonly Column<SumRow>[] = [
	{ id: "count", label: "Inodes", numeric: true, cell: (row) => countText(row.count) },
	{ id: "size", label: "Contents", numeric: true, cell: (row) => sizeText(row.size) },
	{ id: "stored", label: "On disk", numeric: true, cell: (row) => sizeText(row.stored) },
	{
		id: "share",
		label: "% of size",
		numeric: true,
		cell: (row) => <Share stored={row.stored} size={row.size} />,
	},
];

function Share({ stored, size }: { readonly stored: Exact; readonly size: Exact }) {
	const share = storedShare(stored, size);
	if (share === undefined || stored === size) return "–";
	return (
		<span className="space-share">
			<RatioBar stored={stored} size={size} decorative />
			<span>{percentText(share)}</span>
		</span>
	);
}
