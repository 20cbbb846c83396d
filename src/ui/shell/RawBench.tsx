/** A file that is no image: why, what can be done, and its bytes. */
import { useEffect } from "react";
import type { OpenRaw } from "../state/image";
import { navigate, usePlacePart } from "../state/location";
import { useNarrow } from "../state/media";
import { HexView } from "../views/hex/HexView";
import { LearnDock } from "../views/learn/LearnDock";
import { RawPanel } from "../views/raw/RawPanel";
import { ErrorBoundary } from "../widgets/ErrorBoundary";
import { AboutPane } from "./AboutPane";
import { AddressLine } from "./address/AddressLine";
import { BottomPanel } from "./BottomPanel";
import { ExpiredNotice } from "./ExpiredNotice";
import { NoFolder } from "./NoFolder";
import { OpeningNotice } from "./Opening";
import { useHasBytes } from "./panes";
import { StatusBar } from "./StatusBar";
import { TopBar } from "./TopBar";

interface RawBenchProps {
	readonly raw: OpenRaw;
}

export function RawBench({ raw }: RawBenchProps) {
	const isHex = usePlacePart((place) => place.view === "bytes");
	const hasBytes = useHasBytes();
	const narrow = useNarrow();
	// It has no other view, and where one is in its bytes belongs into the address.
	useEffect(() => {
		if (!isHex) navigate({ view: "bytes" }, { replace: true });
	}, [isHex]);
	return (
		<div className="app">
			<TopBar file={raw} />
			<AddressLine file={raw} />
			<div className="banners">
				<OpeningNotice />
				<NoFolder />
				<ExpiredNotice image={raw} />
			</div>
			<div className="app-body">
				<main id="main" className="raw" tabIndex={-1} data-pane>
					<RawPanel raw={raw} />
					{hasBytes && (
						<div className="raw-bytes">
							<ErrorBoundary resetKey={String(raw.key)} title="The view “Bytes” stopped">
								<HexView image={raw} />
							</ErrorBoundary>
						</div>
					)}
				</main>
				<AboutPane file={raw} />
				<LearnDock file={raw} />
			</div>
			<BottomPanel file={raw} />
			{!narrow && <StatusBar file={raw} />}
		</div>
	);
}
