/** Which devices of the open image were not given, and the way to give them. */
import { FilePlus } from "lucide-react";
import { useState } from "react";
import { fitOf } from "../../base/fit";
import { countText } from "../../base/words";
import type { DeviceRow } from "../../worker/protocol";
import type { OpenImage } from "../state/image";
import { giveDevice, missingDevices, useOffer } from "../state/offer";
import { Button } from "../widgets/Button";
import { Notice } from "../widgets/Notice";
import { deviceFacts, misfit } from "./device.model";
import { shortName } from "./image.model";
import { pickFile } from "./pick";
import "./devices.css";

/** Rows at most: a damaged table can have 65,535 slots. */
const MOST = 50;

export function MissingDevices({ image }: { readonly image: OpenImage }) {
	const [dismissed, setDismissed] = useState(false);
	const missing = missingDevices(image);
	const [only] = missing;
	if (!only || dismissed) return null;
	const isOne = missing.length === 1;
	const title = isOne
		? `Device ${only.id} is missing`
		: `${countText(missing.length)} devices are missing`;
	const more = missing.length - MOST;
	return (
		<section aria-label="Missing devices" data-pane>
			<Notice tone="warning" title={title} onDismiss={() => setDismissed(true)}>
				<p>
					Files whose contents lie on {isOne ? "it" : "them"} are listed, but cannot be read. Add or
					drop {isOne ? "its file" : "their files"}.
				</p>
				<ul className="devices-missing">
					{missing.slice(0, MOST).map((device) => (
						<Slot key={device.id} device={device} image={image} />
					))}
				</ul>
				{more > 0 && <p>And {countText(more)} more: the overview lists all.</p>}
			</Notice>
		</section>
	);
}

function Slot({ device, image }: { readonly device: DeviceRow; readonly image: OpenImage }) {
	const add = () => pickFile((file) => void giveDevice(image, device, { kind: "file", file }));
	return (
		<li>
			<span>
				Device {device.id}: <bdi>{deviceFacts(device)}</bdi>
			</span>
			<Button small icon={FilePlus} onClick={add}>
				Add its file…<span className="hidden-text"> (device {device.id})</span>
			</Button>
		</li>
	);
}

/** That a device was added, and whether anything speaks for the file being the right one. */
export function AddedDevice({ image }: { readonly image: OpenImage }) {
	const added = useOffer((s) => s.added);
	const dismiss = useOffer((s) => s.dismissAdded);
	const isHere = added?.imageKey === image.key;
	if (!added || !isHere) return null;
	const { device, file } = added;
	const fits = fitOf(device, file);
	const title = `Device ${device.id} is now read from “${shortName(file.name)}”`;
	return (
		<Notice tone={fits ? "ok" : "warning"} live title={title} onDismiss={dismiss}>
			{!fits && `${misfit(file, "the device")} If it is another file, contents come out wrong.`}
		</Notice>
	);
}
