import { openSample } from "../../state/open";
import { type Sample, useSamples } from "../../state/samples";
import { Section } from "../../widgets/Section";
import { Size } from "../../widgets/Size";

/** Bundled images, each with what it teaches; nothing when there are none. */
export function Samples() {
	const { data = [] } = useSamples();
	if (data.length === 0) return null;
	return (
		<Section title="Or start with a sample" className="start-samples">
			<ul className="samples">
				{data.map((sample) => (
					<li key={sample.id}>
						<SampleCard sample={sample} />
					</li>
				))}
			</ul>
		</Section>
	);
}

const SampleCard = ({ sample }: { readonly sample: Sample }) => (
	<button type="button" className="sample" onClick={() => openSample(sample.id)}>
		<span className="sample-title">
			{sample.title}
			{sample.plainly && <span className="sample-plainly"> {sample.plainly}</span>}
		</span>
		<span className="sample-size">
			<Size bytes={sample.size} />
		</span>
		<span className="sample-teaches">{sample.teaches}</span>
	</button>
);
