import { Check, Minus } from "lucide-react";
import type { FeatureRow } from "../../../worker/protocol";
import { hexText } from "../../widgets/offsets.model";
import { BytesLink } from "../../widgets/PlaceLink";
import { Section } from "../../widgets/Section";
import { type Column, Table } from "../../widgets/Table";
import { Term } from "../../widgets/Term";
import { bySet } from "./overview.model";

/** Every feature bit there is, the ones of this image first. */
export function Features({ features }: { readonly features: readonly FeatureRow[] }) {
	const set = features.filter((feature) => feature.set).length;
	return (
		<Section title="Features" note={`${set} of ${features.length} set`}>
			<Table label="Features" columns={COLUMNS} rows={bySet(features)} keyOf={keyOf} />
		</Section>
	);
}

const keyOf = ({ word, mask, name }: FeatureRow): string => `${word} ${mask} ${name}`;

function Mark({ set }: { readonly set: boolean }) {
	const Icon = set ? Check : Minus;
	return <Icon className="feature-mark" aria-hidden />;
}

const IMPORTANCE = {
	compat: "A reader that does not know it can ignore it.",
	incompat: "A reader that does not know it must refuse the image.",
} as const;

const COLUMNS: readonly Column<FeatureRow>[] = [
	{
		id: "name",
		label: "Feature",
		rowHead: true,
		mono: true,
		cell: ({ name, doc, since, word }) => (
			<Term
				doc={doc}
				more={`${since ? `Since Linux ${since}. ` : ""}${IMPORTANCE[word]}`}
				about={`feature.${name}`}
			>
				{name}
			</Term>
		),
	},
	{
		id: "set",
		label: "Set",
		cell: ({ set }) => (
			<span className={set ? "feature-set" : "feature-unset"}>
				<Mark set={set} />
				{set ? "yes" : "no"}
			</span>
		),
	},
	{
		id: "bit",
		label: "Bit",
		className: "feature-bit",
		cell: ({ word, mask, at }) => (
			<BytesLink span={at} what={`feature_${word}`}>
				{`${word} ${hexText(mask)}`}
			</BytesLink>
		),
	},
	{ id: "since", label: "Linux", numeric: true, cell: ({ since }) => since ?? "–" },
	{ id: "doc", label: "Meaning", className: "feature-doc", cell: ({ doc }) => doc },
];
