import type { Overview } from "../../../worker/protocol";
import { Section } from "../../widgets/Section";

/** The oldest Linux that can mount the image, with every reason. */
export const Mounting = ({ kernel }: { readonly kernel: Overview["kernel"] }) => (
	<Section
		title={kernel.version === undefined ? "Why no Linux mounts it" : `Why Linux ${kernel.version}`}
		note="by the superblock; a file can need a newer one"
	>
		<ul className="because">
			{kernel.reasons.map(({ version, because }) => (
				<li key={because}>
					<span className="because-version">{version ?? "none"}</span>
					<span>{because}</span>
				</li>
			))}
		</ul>
	</Section>
);
