import { ChevronDown, Copy, Pin, PinOff, Route, Search, Settings2 } from "lucide-react";
import type { SpaceId } from "../../../../base/range";
import { isImage, type OpenFile } from "../../../state/image";
import { navigate } from "../../../state/location";
import { usePrefs } from "../../../state/prefs";
import { Button, IconButton } from "../../../widgets/Button";
import { Menu, MenuChoice, MenuItem } from "../../../widgets/Menu";
import { Segmented } from "../../../widgets/Segmented";
import { Size } from "../../../widgets/Size";
import { contentsSpace, type Focus } from "../data/queries";
import type { CopyFormat } from "../model/copy.model";
import { askTheWay, copySelection, FORMAT_WORDS, goToBytes } from "../state/commands";
import type { Hex } from "../state/hex";
import { RowOptions } from "./RowOptions";
import type { HexActions } from "./use-keys";
import "./toolbar.css";

export interface SpaceChoice {
	readonly id: SpaceId;
	readonly label: string;
}

interface ToolbarProps {
	readonly image: OpenFile;
	readonly hex: Hex;
	readonly spaces: readonly SpaceChoice[];
	readonly label: string;
	readonly focus: Focus;
	readonly actions: HexActions;
}

export function Toolbar({ image, hex, spaces, label, focus, actions }: ToolbarProps) {
	return (
		<div className="hex-toolbar" role="toolbar" aria-label="Bytes">
			<SpaceMenu hex={hex} spaces={spaces} label={label} />
			<SideSwitch hex={hex} focus={focus} />
			<IconButton icon={Search} label="Find" keys="Ctrl+F" onClick={() => actions.openFind()} />
			{isImage(image) && (
				<IconButton
					icon={Route}
					label="How do I get here?"
					keys="W"
					onClick={() => askTheWay(image, hex)}
				/>
			)}
			<CopyMenu image={image} hex={hex} />
			<span className="hex-spring" />
			<LegendSwitch />
			<Menu
				align="end"
				trigger={
					<Button variant="quiet" icon={Settings2} aria-label="Rows">
						<span className="hex-wide">Rows</span>
					</Button>
				}
			>
				<RowOptions />
			</Menu>
		</div>
	);
}

function LegendSwitch() {
	const isShown = usePrefs((s) => s.hexLegend);
	const set = usePrefs((s) => s.set);
	return (
		<Button
			variant="quiet"
			icon={isShown ? PinOff : Pin}
			className="hex-wide"
			aria-pressed={isShown}
			onClick={() => set("hexLegend", !isShown)}
		>
			Legend
		</Button>
	);
}

/** Of the selected inode its stored bytes, or what they decode to. */
function SideSwitch({ hex, focus }: Pick<ToolbarProps, "hex" | "focus">) {
	const contents = contentsSpace(focus);
	if (!contents || !focus.detail) return null;
	const { at } = focus.detail;
	const show = (side: "disk" | "contents") =>
		side === "disk" ? goToBytes(at.space, at) : goToBytes(contents.id, { start: 0, end: 1 });
	return (
		<Segmented
			label="Bytes of the selected file"
			value={hex.space === contents.id ? "contents" : "disk"}
			onChange={show}
			options={SIDES}
		/>
	);
}

const SIDES = [
	{ value: "disk", label: "On disk" },
	{ value: "contents", label: "Contents" },
] as const;

function SpaceMenu({ hex, spaces, label }: Pick<ToolbarProps, "hex" | "spaces" | "label">) {
	const go = (space: SpaceId) => navigate({ view: "bytes", space, at: undefined });
	const trigger = (
		<Button className="hex-space">
			<span className="hidden-text">Bytes of </span>
			<span className="hex-space-name">{label}</span>
			<span className="hex-space-size">
				<Size bytes={hex.size} />
			</span>
			<ChevronDown aria-hidden />
		</Button>
	);
	const options = spaces.map(({ id, label: text }) => ({ value: id, label: text }));
	return (
		<Menu trigger={trigger}>
			<MenuChoice label="Bytes of" value={hex.space} onChange={go} options={options} />
		</Menu>
	);
}

const FORMATS = Object.keys(FORMAT_WORDS) as CopyFormat[];

function CopyMenu({ image, hex }: Pick<ToolbarProps, "image" | "hex">) {
	const trigger = (
		<Button variant="quiet" icon={Copy} aria-label="Copy the selected bytes">
			<span className="hex-wide">Copy</span>
		</Button>
	);
	return (
		<Menu trigger={trigger}>
			{FORMATS.map((format) => (
				<MenuItem
					key={format}
					{...(format === "hex" ? { keys: "Ctrl+C" } : {})}
					onSelect={() => void copySelection(image, hex, format).then(hex.say)}
				>
					As {FORMAT_WORDS[format]}
				</MenuItem>
			))}
		</Menu>
	);
}
