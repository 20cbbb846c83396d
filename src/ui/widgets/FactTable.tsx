import type { Fact } from "../../worker/protocol";
import { BytesLink } from "./PlaceLink";
import { type Column, Table } from "./Table";
import { Term } from "./Term";
import "./fact-table.css";

interface FactTableProps {
	readonly label: string;
	readonly facts: readonly Fact[];
}

/** On-disk fields: what, how much, as it is on disk, and a way to the bytes. */
export const FactTable = ({ label, facts }: FactTableProps) => (
	<Table label={label} columns={COLUMNS} rows={facts} keyOf={keyOf} />
);

const keyOf = (fact: Fact): string => `${fact.label}@${fact.at?.start}`;

const COLUMNS: readonly Column<Fact>[] = [
	{
		id: "field",
		label: "Field",
		rowHead: true,
		mono: true,
		cell: ({ label, doc, raw }) => (
			<Term doc={doc} more={raw && `On disk: ${raw}`} about={label}>
				{label}
			</Term>
		),
	},
	{
		id: "value",
		label: "Value",
		className: "fact-value",
		cell: (fact) => (
			<>
				{fact.value}
				{fact.bad && <span className="fact-bad">looks wrong</span>}
			</>
		),
	},
	{ id: "raw", label: "On disk", mono: true, className: "fact-raw", cell: (fact) => fact.raw },
	{
		id: "bytes",
		label: "At",
		className: "fact-bytes",
		cell: (fact) => fact.at && <BytesLink span={fact.at} what={fact.label} />,
	},
];
