/** The wrappers around the image, from the file that was opened inwards. */
import type { PartEntry } from "../../../worker/protocol";
import { wayTo } from "../../shell/crumbs.model";
import { shortName } from "../../shell/image.model";
import type { OpenImage } from "../../state/image";
import { openOtherwise } from "../../state/open";
import { useParts } from "../../state/parts";
import { Button } from "../../widgets/Button";
import { partKind, partName } from "../../widgets/parts.model";
import { Section } from "../../widgets/Section";
import { Size } from "../../widgets/Size";
import { type Column, Table } from "../../widgets/Table";

export function WhereItLies({ image }: { readonly image: OpenImage }) {
	const { name, chain } = image.overview;
	const { list } = useParts(image, chain !== undefined);
	const way = chain === undefined ? [] : wayTo(list, chain);
	if (way.length < 2) return null;
	const columns: readonly Column<PartEntry>[] = [
		{
			id: "in",
			label: "In",
			rowHead: true,
			cell: (part) => (
				<span style={{ paddingInlineStart: `${part.depth * 18}px` }}>
					{part.chain === "" ? shortName(name) : partName(part)}
				</span>
			),
		},
		{
			id: "kind",
			label: "Kind",
			cell: (part) => [partKind(part), part.detail].filter(Boolean).join(" · "),
		},
		{
			id: "size",
			label: "Size",
			numeric: true,
			cell: ({ size }) => (size === undefined ? "–" : <Size bytes={size} />),
		},
		{
			id: "bytes",
			label: "Bytes",
			cell: (part) =>
				part.chain !== chain && (
					<Button small variant="quiet" onClick={() => openOtherwise({ chain: part.chain })}>
						Look inside<span className="hidden-text"> {partName(part)}</span>
					</Button>
				),
		},
	];
	return (
		<Section title="Where it lies">
			<Table label="Where it lies" columns={columns} rows={way} keyOf={(part) => part.chain} />
		</Section>
	);
}
