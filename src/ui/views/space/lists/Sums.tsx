/** All bytes of the image by what they are, and all contents by how they are stored. */
import { Search } from "lucide-react";
import { failureInfo } from "../../../../base/errors";
import { counted, countText, percentText, sizeText } from "../../../../base/words";
import {
	type ContentsSums,
	type InsideUnits,
	KIND_WORDS,
	PADDING_WORDS,
	type SpaceTotals,
} from "../../../../worker/protocol";
import type { OpenImage } from "../../../state/image";
import { oneTask } from "../../../state/task";
import { Placeholder } from "../../../widgets/EmptyState";
import { FailureNotice } from "../../../widgets/FailureNotice";
import { Size } from "../../../widgets/Size";
import { type Column, Table } from "../../../widgets/Table";
import { Term } from "../../../widgets/Term";
import { spaceTitle } from "../model";
import { useContents } from "../queries";
import { OnRequest } from "./OnRequest";

interface SumsProps {
	readonly image: OpenImage;
	readonly totals: SpaceTotals;
}

export const Sums = ({ image, totals }: SumsProps) => (
	// biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable
	<section className="list-scroll histograms" aria-label="Sums" tabIndex={0}>
		{totals.spaces.map((space) => (
			<Kinds key={space.id} space={space} />
		))}
		<section>
			<h2>Contents of all names</h2>
			<p>Each byte of contents once for every name, by how it is stored, and what that saves.</p>
			<Contents image={image} />
		</section>
		{totals.algorithms.length > 0 && (
			<section>
				<h2>Padding inside compressed units</h2>
				<Inside image={image} />
			</section>
		)}
	</section>
);

type Space = SpaceTotals["spaces"][number];

interface KindRow {
	readonly id: string;
	readonly name: string;
	readonly doc: string;
	readonly bytes: number;
	/** A part of the row above, which has these bytes already. */
	readonly isPart?: true;
}

function rowsOf({ kinds, padding }: Space): KindRow[] {
	return kinds
		.toSorted((a, b) => b.bytes - a.bytes)
		.flatMap(({ kind, bytes }): KindRow[] => [
			{ id: kind, ...KIND_WORDS[kind], bytes },
			...(kind === "padding"
				? padding.map(
						(part): KindRow => ({
							id: part.name,
							name: PADDING_WORDS[part.name],
							doc: "",
							bytes: part.bytes,
							isPart: true,
						}),
					)
				: []),
		]);
}

function Kinds({ space }: { readonly space: Space }) {
	const { id, size } = space;
	const columns: readonly Column<KindRow>[] = [
		{
			id: "kind",
			label: "What",
			rowHead: true,
			cell: ({ name, doc, isPart }) =>
				isPart ? <span className="sums-part">{name}</span> : <Term doc={doc}>{name}</Term>,
		},
		{ id: "bytes", label: "Bytes", numeric: true, cell: ({ bytes }) => <Size bytes={bytes} /> },
		{
			id: "share",
			label: "Of all",
			numeric: true,
			cell: ({ bytes, isPart }) => (isPart ? "" : percentText(bytes / (size || 1))),
		},
	];
	return (
		<section>
			<h2>{spaceTitle(id)}</h2>
			<p>Every byte once: together {sizeText(size)}.</p>
			<Table
				label={`Bytes of ${spaceTitle(id)}`}
				columns={columns}
				rows={rowsOf(space)}
				keyOf={({ id }) => id}
				foot={["All", <Size key="all" bytes={size} />, "100 %"]}
			/>
		</section>
	);
}

const CONTENTS: readonly Column<ContentsSums["ways"][number]>[] = [
	{
		id: "way",
		label: "How",
		rowHead: true,
		cell: ({ label, doc }) => <Term doc={doc}>{label}</Term>,
	},
	{
		id: "contents",
		label: "Contents",
		numeric: true,
		cell: ({ contents }) => <Size bytes={contents} />,
	},
	{
		id: "stored",
		label: "On disk",
		numeric: true,
		cell: ({ stored }) => <Size bytes={stored} />,
	},
	{
		id: "saved",
		label: "Saved",
		numeric: true,
		cell: ({ saved, estimated }) =>
			saved > 0 ? (
				<>
					{estimated && "about "}
					<Size bytes={saved} />
				</>
			) : (
				"–"
			),
	},
];

function Contents({ image }: { readonly image: OpenImage }) {
	const { data, error, refetch } = useContents(image);
	if (error)
		return (
			<FailureNotice
				title="The contents could not be summed up"
				info={failureInfo(error)}
				onRetry={() => void refetch()}
			/>
		);
	if (!data) return <Placeholder label="Summing up" lines={4} />;
	const { total, ways, attributes } = data;
	return (
		<>
			<Table
				label="Contents of all names"
				columns={CONTENTS}
				rows={ways}
				keyOf={({ id }) => id}
				foot={["All", <Size key="all" bytes={total} />, "", ""]}
			/>
			{attributes.shared > 0 && (
				<p>
					Several inodes share {counted(attributes.shared, "attribute")}, which saves{" "}
					{sizeText(attributes.saved)}.
				</p>
			)}
		</>
	);
}

const looking = oneTask<InsideUnits>(undefined);

/** Has to be read, so it is counted when somebody asks. */
function Inside({ image }: { readonly image: OpenImage }) {
	const task = looking.useTask(image);
	const start = () =>
		void looking.run(image, (context) => image.client.call("insideUnits", {}, context));
	if (task.result) return <p>{insideText(task.result)}</p>;
	return (
		<OnRequest
			task={task}
			text="A stream stands at the end of its unit. To count the zeros in front, units are read."
			ask="Look inside units"
			icon={Search}
			doing="Looking into units"
			failed="Units could not be read"
			onStart={start}
			onStop={looking.stop}
		/>
	);
}

function insideText({ bytes, units, unknown }: InsideUnits): string {
	const not =
		unknown > 0 ? ` Of ${countText(unknown)} more it cannot be told without decoding them.` : "";
	return `${sizeText(bytes)} in ${counted(units, "unit")} mean nothing; the table above counts them as contents.${not}`;
}
