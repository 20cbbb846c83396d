import type { Overview } from "../../../worker/protocol";
import { Disclosure } from "../../widgets/Disclosure";
import { Section } from "../../widgets/Section";

/** The oldest Linux that can mount the image, with every reason. */
export const Mounting = ({ kernel }: { readonly kernel: Overview["kernel"] }) => (
	<Section title="Mounting" note="judged from the superblock; a file can need a newer one">
		<p>
			{kernel.version === undefined ? (
				<strong>No known Linux mounts it.</strong>
			) : (
				<>
					Needs <strong>Linux {kernel.version}</strong>{" "}
					{kernel.until === undefined ? "or newer" : `to ${kernel.until}`}.
				</>
			)}
		</p>
		<Disclosure summary="Because" className="because" open>
			<ul>
				{kernel.reasons.map(({ version, because }) => (
					<li key={because}>
						<span className="because-version">{version ?? "none"}</span>
						<span>{because}</span>
					</li>
				))}
			</ul>
		</Disclosure>
	</Section>
);
