import type { AlgorithmRow } from "../../../worker/protocol";
import { BytesLink } from "../../widgets/PlaceLink";
import { Section } from "../../widgets/Section";
import { Term } from "../../widgets/Term";

/** The algorithms the superblock declares, with their parameters. */
export const Compression = ({ algorithms }: { readonly algorithms: readonly AlgorithmRow[] }) => (
	<Section title="Compression">
		{algorithms.length === 0 ? (
			<p>The superblock names no algorithm: contents are stored as they are.</p>
		) : (
			<ul className="algorithms">
				{algorithms.map((algorithm) => (
					<li key={algorithm.id}>
						<Algorithm algorithm={algorithm} />
					</li>
				))}
			</ul>
		)}
	</Section>
);

function Algorithm({ algorithm }: { readonly algorithm: AlgorithmRow }) {
	const { label, doc, since, parameters, at, supported } = algorithm;
	return (
		<>
			<span className="algorithm-name">
				{doc ? (
					<Term doc={doc} more={`Since Linux ${since}`} about={`algorithm.${label}`}>
						{label}
					</Term>
				) : (
					label
				)}
			</span>
			<span className="algorithm-facts">
				{!supported && <strong>cannot be decoded here; </strong>}
				{parameters ?? `since Linux ${since}`}
			</span>
			{at && (
				<BytesLink span={at} what={`${label} configuration`}>
					bytes
				</BytesLink>
			)}
		</>
	);
}
