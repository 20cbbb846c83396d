import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Exact } from "../../../base/exact";
import { countText, percentText, sizeText, storedShare } from "../../../base/words";
import { type Survey, TYPE_NAMES } from "../../../worker/protocol";
import type { OpenImage } from "../../state/image";
import { useSurvey } from "../../state/survey";
import { Placeholder } from "../../widgets/EmptyState";
import { PlaceLink } from "../../widgets/PlaceLink";
import { RatioBar } from "../../widgets/RatioBar";
import { Section } from "../../widgets/Section";
import { SurveyBar } from "../../widgets/SurveyBar";
import { type Column, Table } from "../../widgets/Table";

/** Sums over the whole tree, by file type and by data layout. */
export function Contents({ image }: { readonly image: OpenImage }) {
	const { state, result } = useSurvey(image);
	const note =
		result &&
		result.inodes > 0 &&
		`${countText(result.entries)} names for ${countText(result.inodes)} inodes`;
	return (
		<Section title="Contents" note={note}>
			<SurveyBar image={image} />
			{state === "running" && <Placeholder label="Totals follow" lines={6} />}
			{result &&
				(result.inodes > 0 ? (
					<Totals survey={result} />
				) : (
					<p>No directory can be read, so nothing is known of the contents.</p>
				))}
		</Section>
	);
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
			<div className="overview-pair">
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
				<PlaceLink to={{ view: "findings" }}>See the findings</PlaceLink>
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
	{ id: "size", label: "Size", numeric: true, cell: (row) => sizeText(row.size) },
	{ id: "stored", label: "Stored", numeric: true, cell: (row) => sizeText(row.stored) },
	{
		id: "share",
		label: "Share",
		numeric: true,
		cell: (row) => <Share stored={row.stored} size={row.size} />,
	},
];

function Share({ stored, size }: { readonly stored: Exact; readonly size: Exact }) {
	const share = storedShare(stored, size);
	if (share === undefined) return "–";
	return (
		<span className="overview-share">
			<RatioBar stored={stored} size={size} decorative />
			<span>{percentText(share)}</span>
		</span>
	);
}
