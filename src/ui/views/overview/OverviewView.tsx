/** The image at a glance: headline, contents, what can mount it, and every superblock field. */
import { FactTable } from "../../widgets/FactTable";
import { Section } from "../../widgets/Section";
import type { ViewProps } from "../view";
import { Compression } from "./Compression";
import { Devices } from "./Devices";
import { Features } from "./Features";
import { Headline } from "./Headline";
import { Mounting } from "./Mounting";
import { placeText } from "./overview.model";
import { VerdictLine } from "./VerdictLine";
import "./overview.css";

export function OverviewView({ image }: ViewProps) {
	const { overview } = image;
	return (
		<div className="page overview">
			<Headline image={image} />
			<VerdictLine image={image} />
			<div className="overview-pair">
				<Mounting kernel={overview.kernel} />
				<Compression algorithms={overview.algorithms} />
			</div>
			{overview.devices.length > 1 && <Devices devices={overview.devices} />}
			<Section title="Superblock" note={placeText(overview.superblock)}>
				<FactTable label="Superblock" facts={overview.superblock} />
			</Section>
			<Features features={overview.features} />
		</div>
	);
}
