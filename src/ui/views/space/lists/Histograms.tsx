/** How often files and compressed units are how large: bars that are tables as well. */
import { failureInfo } from "../../../../base/errors";
import { countText } from "../../../../base/words";
import type { Histogram } from "../../../../worker/protocol";
import type { OpenImage } from "../../../state/image";
import { Placeholder } from "../../../widgets/EmptyState";
import { FailureNotice } from "../../../widgets/FailureNotice";
import { Size } from "../../../widgets/Size";
import { type Column, Table } from "../../../widgets/Table";
import { useHistograms } from "../queries";
import "./histograms.css";

export function Histograms({ image }: { readonly image: OpenImage }) {
	const { data, error, refetch } = useHistograms(image);
	if (error)
		return (
			<FailureNotice
				title="The histograms could not be made"
				info={failureInfo(error)}
				onRetry={() => void refetch()}
			/>
		);
	if (!data) return <Placeholder label="Counting" lines={6} />;
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable
		<section className="list-scroll histograms" aria-label="Histograms" tabIndex={0}>
			{data
				.filter(({ bars }) => bars.length > 0)
				.map((one) => (
					<section key={one.id}>
						<h2>{one.label}</h2>
						<p>{one.doc}</p>
						<Table
							label={one.label}
							columns={columnsOf(one)}
							rows={one.bars}
							keyOf={({ from }) => from}
						/>
					</section>
				))}
		</section>
	);
}

function columnsOf({ of, sums, bars }: Histogram): readonly Column<Histogram["bars"][number]>[] {
	const most = Math.max(...bars.map(({ count }) => count));
	return [
		{ id: "bar", label: "Range", rowHead: true, cell: (bar) => bar.label },
		{
			id: "count",
			label: of === "files" ? "Files" : "Units",
			className: "histogram-count",
			cell: ({ count }) => (
				<span className="histogram-bar">
					<i aria-hidden style={{ width: `calc((100% - 64px) * ${count / most})` }} />
					{countText(count)}
				</span>
			),
		},
		{
			id: "bytes",
			label: sums === "contents" ? "Contents" : "On disk",
			numeric: true,
			cell: ({ bytes }) => <Size bytes={Math.round(bytes)} />,
		},
	];
}
