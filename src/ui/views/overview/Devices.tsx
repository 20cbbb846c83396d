import type { DeviceRow } from "../../../worker/protocol";
import { shortName } from "../../shell/image.model";
import { BytesLink } from "../../widgets/PlaceLink";
import { Section } from "../../widgets/Section";
import { Size } from "../../widgets/Size";
import { type Column, Table } from "../../widgets/Table";

/** Where file data may lie besides the image itself. */
export function Devices({ devices }: { readonly devices: readonly DeviceRow[] }) {
	const missing = devices.filter((device) => device.missing).length;
	const note = missing > 0 && `${missing} not given: drop its file, or add it at the top`;
	return (
		<Section title="Devices" note={note}>
			<Table label="Devices" columns={COLUMNS} rows={devices} keyOf={(device) => device.id} />
		</Section>
	);
}

const COLUMNS: readonly Column<DeviceRow>[] = [
	{ id: "id", label: "Device", rowHead: true, cell: ({ id }) => id },
	{ id: "tag", label: "Tag", mono: true, cell: ({ tag }) => tag || "–" },
	{ id: "size", label: "Size", numeric: true, cell: ({ size }) => <Size bytes={size} /> },
	{
		id: "source",
		label: "Read from",
		cell: ({ source, missing }) => {
			if (missing) return <strong>not given</strong>;
			return source ? shortName(source) : "the image itself";
		},
	},
	{
		id: "bytes",
		label: "Bytes",
		cell: ({ at, id }) => at && <BytesLink span={at} what={`the slot of device ${id}`} />,
	},
];
