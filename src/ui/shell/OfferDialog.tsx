/** Asks what a file is that came while an image is open. */
import { FilePlus, FolderOpen, type LucideIcon } from "lucide-react";
import { type Ref, useRef } from "react";
import { countText } from "../../base/words";
import type { DeviceRow } from "../../worker/protocol";
import type { OpenImage } from "../state/image";
import { useRunning } from "../state/jobs";
import {
	answerDevice,
	answerOpen,
	choicesOf,
	missingDevices,
	type Offer,
	useOffer,
} from "../state/offer";
import { Button } from "../widgets/Button";
import { Dialog } from "../widgets/Dialog";
import { fitReason, misfit } from "./device.model";
import { openName, shortName } from "./image.model";
import "./devices.css";

/** Choices at most: a damaged table can have 65,535 slots. */
const MOST = 50;

/** @param image what the page shows: a question about another one is void */
export function OfferDialog({ image }: { readonly image: OpenImage }) {
	const { offer, asking, close } = useOffer();
	const first = useRef<HTMLButtonElement>(null);
	if (!offer || !asking || offer.image.key !== image.key) return null;
	const name = shortName(offer.file.name);
	const needs = missingDevices(offer.image).length > 0;
	return (
		<Dialog
			title={needs ? `Is “${name}” a device, or another image?` : `Open “${name}” instead?`}
			initialFocus={first}
			onClose={close}
		>
			<div className="offer">
				<p>{situation(offer.image)}</p>
				<Choices offer={offer} first={first} />
				<div className="offer-end">
					<Button onClick={close}>Cancel</Button>
				</div>
			</div>
		</Dialog>
	);
}

function situation(image: OpenImage): string {
	const { name, devices } = image.overview;
	const open = `“${shortName(name)}” is open`;
	const missing = missingDevices(image).length;
	if (missing > 0) {
		const are = missing === 1 ? "1 of them is" : `${countText(missing)} of them are`;
		return `${open}. It keeps contents in files of their own, its devices, and ${are} missing.`;
	}
	return devices.length > 1 ? `${open}, with all its devices.` : `${open}.`;
}

interface ChoicesProps {
	readonly offer: Offer;
	/** The choice that is offered first. */
	readonly first: Ref<HTMLButtonElement>;
}

function Choices({ offer, first }: ChoicesProps) {
	const { fitting, others } = choicesOf(offer);
	const current = openName(offer.image.overview);
	const fits = fitting.length > 0;
	const nothing = others.length > 0 && !fits;
	const running = useRunning();
	const ends = running.length > 0 ? ` Not done yet, and ended by that: ${running.join(", ")}.` : "";
	const why = nothing ? `${misfit(offer.file, "a missing device")} ` : "";
	const asDevice = (device: DeviceRow, i: number) => (
		<Choice
			key={device.id}
			ref={fits && i === 0 ? first : undefined}
			icon={FilePlus}
			title={`Use it as device ${device.id} of “${current}”`}
			why={fitReason(device, offer.file)}
			onClick={() => answerDevice(offer, device)}
		/>
	);
	return (
		<div className="offer-choices">
			{fitting.slice(0, MOST).map(asDevice)}
			<Choice
				ref={fits ? undefined : first}
				icon={FolderOpen}
				title="Open it instead"
				why={`${why}Closes “${current}”.${ends}`}
				onClick={() => answerOpen(offer)}
			/>
			{others.slice(0, MOST).map((device) => asDevice(device, -1))}
		</div>
	);
}

interface ChoiceProps {
	readonly ref: Ref<HTMLButtonElement> | undefined;
	readonly icon: LucideIcon;
	readonly title: string;
	readonly why: string;
	onClick(): void;
}

function Choice({ ref, icon: Icon, title, why, onClick }: ChoiceProps) {
	return (
		<button ref={ref ?? null} type="button" className="offer-choice" onClick={onClick}>
			<Icon aria-hidden />
			<span>
				<span className="offer-title">{title}</span>
				<span className="offer-why">{why}</span>
			</span>
		</button>
	);
}
