/** Sums by group. */
import { useState } from "react";
import { failureInfo } from "../../../../base/errors";
import { countText, percentText, storedShare } from "../../../../base/words";
import type { SpaceTotals } from "../../../../worker/protocol";
import type { OpenImage } from "../../../state/image";
import { Placeholder } from "../../../widgets/EmptyState";
import { FailureNotice } from "../../../widgets/FailureNotice";
import { Segmented } from "../../../widgets/Segmented";
import { Size } from "../../../widgets/Size";
import { type Column, Table } from "../../../widgets/Table";
import { useGroups } from "../queries";
import { SaveTable } from "./SaveTable";

interface GroupsProps {
	readonly image: OpenImage;
	readonly groupings: SpaceTotals["groupings"];
}

export function Groups({ image, groupings }: GroupsProps) {
	const [by, setBy] = useState("ext");
	const { data, error, refetch } = useGroups(image, by, 1);
	const grouping = groupings.find(({ id }) => id === by);
	const options = groupings.map(({ id, label }) => ({ value: id, label }));
	return (
		<>
			<div className="list-head">
				<Segmented label="Groups" value={by} onChange={setBy} options={options} />
				<SaveTable
					name={grouping?.label ?? by}
					make={(as, context) => image.client.call("groupsFile", { by, depth: 1, as }, context)}
				/>
			</div>
			<div className="list-scroll groups">
				{error ? (
					<FailureNotice
						title="The groups could not be summed up"
						info={failureInfo(error)}
						onRetry={() => void refetch()}
					/>
				) : !data ? (
					<Placeholder label="Summing up" lines={5} />
				) : (
					<Table
						label={`Sums: ${grouping?.label ?? by}`}
						columns={columnsOf(grouping?.label ?? by, data.of)}
						rows={data.groups.slice(0, MOST)}
						keyOf={({ name }) => name}
					/>
				)}
				{data && data.groups.length > MOST && (
					<p className="list-none">{`${countText(data.groups.length - MOST)} smaller groups are not shown.`}</p>
				)}
			</div>
		</>
	);
}

/** Rows of a table that all are on the page. */
const MOST = 200;

type Row = {
	readonly name: string;
	readonly count: number;
	readonly size: number;
	readonly alone: number;
	readonly shared: number;
};

function columnsOf(label: string, of: "inodes" | "extents"): readonly Column<Row>[] {
	const share = ({ alone, shared, size }: Row) => storedShare(alone + shared, size);
	return [
		{ id: "name", label, rowHead: true, cell: ({ name }) => name },
		{
			id: "count",
			label: of === "inodes" ? "Inodes" : "Extents",
			numeric: true,
			cell: ({ count }) => countText(count),
		},
		{ id: "size", label: "Contents", numeric: true, cell: ({ size }) => <Size bytes={size} /> },
		{ id: "alone", label: "Alone", numeric: true, cell: ({ alone }) => <Size bytes={alone} /> },
		{ id: "shared", label: "Shared", numeric: true, cell: ({ shared }) => <Size bytes={shared} /> },
		{
			id: "share",
			label: "% of size",
			numeric: true,
			cell: (row) => {
				const part = share(row);
				return part === undefined ? "–" : percentText(part);
			},
		},
	];
}
