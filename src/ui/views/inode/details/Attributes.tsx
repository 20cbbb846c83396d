/** What an inode says about itself, each attribute explained and with its bytes. */
import type { InodeDetail } from "../../../../worker/protocol";
import { BytesLink } from "../../../widgets/PlaceLink";
import { type Column, Table } from "../../../widgets/Table";
import { Term } from "../../../widgets/Term";
import { type Attribute, attributes } from "./attributes.model";

export const Attributes = ({ detail }: { readonly detail: InodeDetail }) => (
	<Table
		label="Attributes"
		columns={COLUMNS}
		rows={attributes(detail)}
		keyOf={({ label }) => label}
	/>
);

const COLUMNS: readonly Column<Attribute>[] = [
	{
		id: "label",
		label: "Attribute",
		rowHead: true,
		cell: ({ label, doc }) => <Term doc={doc}>{label}</Term>,
	},
	{
		id: "value",
		label: "Value",
		className: "details-value",
		cell: ({ value, note, bad }) => (
			<>
				{value}
				{note && <small>{note}</small>}
				{bad && <strong>looks wrong</strong>}
			</>
		),
	},
	{
		id: "bytes",
		label: "Bytes",
		className: "details-bytes",
		cell: ({ at, label }) => at && <BytesLink span={at} what={label} />,
	},
];
