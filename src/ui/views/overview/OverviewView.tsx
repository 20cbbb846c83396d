/** The image at a glance: what it is, what is wrong, where its bytes are, and every field on demand. */
import { Disclosure } from "../../widgets/Disclosure";
import { FactTable } from "../../widgets/FactTable";
import { Figures } from "../../widgets/Figures";
import { Section } from "../../widgets/Section";
import type { ViewProps } from "../view";
import { Compression } from "./Compression";
import { Devices } from "./Devices";
import { Features } from "./Features";
import { Headline, Identity } from "./Headline";
import { HowMade } from "./HowMade";
import { Mounting } from "./Mounting";
import { placeText } from "./overview.model";
import { VerdictLine } from "./VerdictLine";
import { WhereBytes } from "./WhereBytes";
import { WhereItLies } from "./WhereItLies";
import "./overview.css";

export function OverviewView({ image }: ViewProps) {
	const { overview } = image;
	return (
		<div className="page overview">
			<Identity image={image} />
			<VerdictLine image={image} />
			<Figures>
				<Headline image={image} />
			</Figures>
			<WhereBytes image={image} />
			<div className="overview-pair">
				<Mounting kernel={overview.kernel} />
				<HowMade overview={overview} />
			</div>
			<WhereItLies image={image} />
			{overview.devices.length > 1 && <Devices image={image} />}
			{/* Where the superblock is damaged, its fields are what one came for. */}
			<Disclosure
				className="all-fields"
				summary="All fields"
				note="superblock, features, settings of compression"
				open={overview.trouble !== undefined}
			>
				<Section title="Superblock" note={placeText(overview.superblock)}>
					<FactTable label="Superblock" facts={overview.superblock} />
				</Section>
				<Features features={overview.features} />
				<Compression algorithms={overview.algorithms} />
			</Disclosure>
		</div>
	);
}
