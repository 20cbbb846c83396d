import { Check, ChevronDown, CircleSlash, File } from "lucide-react";
import { sizeText } from "../../../base/words";
import type { DeviceRow, NearFiles } from "../../../worker/protocol";
import { lastName, shortName, withShortDigests } from "../../shell/image.model";
import type { OpenImage } from "../../state/image";
import { useNear } from "../../state/near";
import { matchDevice } from "../../state/open";
import { Button } from "../../widgets/Button";
import { Menu, MenuItem, MenuLine } from "../../widgets/Menu";
import { BytesLink } from "../../widgets/PlaceLink";
import { Section } from "../../widgets/Section";
import { Size } from "../../widgets/Size";
import { type Column, Table } from "../../widgets/Table";

/** Where file data may lie besides the image itself, and the way to say that it lies elsewhere. */
export function Devices({ image }: { readonly image: OpenImage }) {
	const { devices } = image.overview;
	const near = useNear(image);
	const missing = devices.filter((device) => device.missing).length;
	const note = missing > 0 && `${missing} not given: drop its file, or add it at the top`;
	const source: Column<DeviceRow> = {
		id: "source",
		label: "Read from",
		cell: (device) => (
			<>
				{device.id > 0 && near.files.length > 0 ? (
					<FileChoice image={image} device={device} near={near} />
				) : (
					sourceOf(device)
				)}
				{device.given !== undefined && (
					<p className="device-given">
						{sizeText(device.given)}, more than the device has: perhaps another file
					</p>
				)}
			</>
		),
	};
	return (
		<Section title="Devices" note={note}>
			<Table
				label="Devices"
				columns={[...BEFORE, source, BYTES]}
				rows={devices}
				keyOf={(device) => device.id}
			/>
		</Section>
	);
}

const BEFORE: readonly Column<DeviceRow>[] = [
	{ id: "id", label: "Device", rowHead: true, cell: ({ id }) => id },
	{ id: "tag", label: "Tag", mono: true, cell: ({ tag }) => tag || "–" },
	{ id: "size", label: "Size", numeric: true, cell: ({ size }) => <Size bytes={size} /> },
];

const BYTES: Column<DeviceRow> = {
	id: "bytes",
	label: "Slot at",
	cell: ({ at, id }) => at && <BytesLink span={at} what={`the slot of device ${id}`} />,
};

function sourceOf({ source, missing }: DeviceRow) {
	if (missing) return <strong>not given</strong>;
	return source ? shortName(source) : "the image itself";
}

interface FileChoiceProps {
	readonly image: OpenImage;
	readonly device: DeviceRow;
	readonly near: NearFiles;
}

/** What a device is read from, and what else it could be. Another file is read at once. */
function FileChoice({ image, device, near }: FileChoiceProps) {
	const { id, missing, source = "" } = device;
	const from = near.devices.find((one) => one.device === id)?.chain;
	const now = missing ? undefined : near.files.find(({ chain }) => chain === from);
	const name = missing ? "not given" : withShortDigests(lastName(now?.name ?? shortName(source)));
	const choose = (chain: string) => matchDevice(image, { device: id, chain });
	const trigger = (
		<Button small aria-label={`Device ${id} is read from: ${name}`}>
			{missing ? <strong>{name}</strong> : name}
			<ChevronDown aria-hidden />
		</Button>
	);
	return (
		<Menu trigger={trigger}>
			<p className="menu-heading">Read device {id} from</p>
			{near.files.map((file) => (
				<MenuItem
					key={file.chain}
					icon={file === now ? Check : File}
					onSelect={() => choose(file.chain)}
				>
					{withShortDigests(file.name)}
					{file.size === undefined ? "" : `, ${sizeText(file.size)}`}
				</MenuItem>
			))}
			<MenuLine />
			<MenuItem icon={missing ? Check : CircleSlash} onSelect={() => choose("")}>
				No file
			</MenuItem>
		</Menu>
	);
}
