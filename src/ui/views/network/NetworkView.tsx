/** How a remote image is read: what was asked, what came, and which blocks lit up. */
import { CloudOff } from "lucide-react";
import { failureInfo } from "../../../base/errors";
import { countText, percentText } from "../../../base/words";
import type { Network } from "../../../worker/protocol";
import { KeepBlocks } from "../../shell/KeepBlocks";
import { KeptList } from "../../shell/KeptList";
import type { OpenImage } from "../../state/image";
import { useNetwork } from "../../state/network";
import { CopyIcon } from "../../widgets/CopyButton";
import { EmptyState, Placeholder } from "../../widgets/EmptyState";
import { FailureNotice } from "../../widgets/FailureNotice";
import { Figure, Figures } from "../../widgets/Figures";
import { Section } from "../../widgets/Section";
import { Size } from "../../widgets/Size";
import type { ViewProps } from "../view";
import { BlockMap } from "./BlockMap";
import { durationText, hitRateText } from "./network.model";
import { RequestLog } from "./RequestLog";
import "./network.css";

/** Milliseconds between two looks, while the view is on screen. */
const POLL = 500;

export function NetworkView({ image }: ViewProps) {
	const { data, error, refetch } = useNetwork(image, POLL);
	if (error) {
		return (
			<div className="page">
				<FailureNotice info={failureInfo(error)} onRetry={() => void refetch()} />
			</div>
		);
	}
	if (data === undefined) return <Placeholder label="Loading the network log" lines={6} />;
	if (data === null) {
		return (
			<EmptyState icon={CloudOff} title="This image is read from this device">
				There is no network to show.
			</EmptyState>
		);
	}
	return <Shown image={image} network={data} />;
}

interface ShownProps {
	readonly image: OpenImage;
	readonly network: Network;
}

const Shown = ({ image, network }: ShownProps) => (
	<div className="page network">
		<header>
			<p className="network-url">
				<span className="mono">{network.url}</span>
				<CopyIcon text={network.url} label="Copy address" />
			</p>
			<NetworkFigures network={network} />
		</header>
		<BlockMap network={network} />
		<RequestLog image={image} log={network.log} />
		<Section title="Kept on this device">
			<KeepBlocks />
			<KeptList client={image.client} />
		</Section>
	</div>
);

function NetworkFigures({ network }: { readonly network: Network }) {
	const { requests, bytes, size, hits, misses, latency, kept, log } = network;
	const waiting = log.filter((entry) => entry.state === "waiting").length;
	const share = size > 0 ? percentText(bytes / size) : "–";
	return (
		<Figures>
			<Figure
				label="Fetched"
				value={<Size bytes={bytes} />}
				more={
					<>
						{share} of an image of <Size bytes={size} />
					</>
				}
			/>
			<Figure
				label="Requests"
				value={countText(requests)}
				more={waiting > 0 ? `${waiting} under way` : "none under way"}
			/>
			<Figure
				label="From cache"
				value={hitRateText(network)}
				more={`${countText(hits)} of ${countText(hits + misses)} reads`}
			/>
			<Figure label="Latency" value={durationText(latency)} more="mean time to an answer" />
			{kept > 0 && (
				<Figure label="Kept" value={<Size bytes={kept} />} more="read from this device" />
			)}
		</Figures>
	);
}
