/** What can be done with one entry: the context menu of a row. */
import {
	Binary,
	Copy,
	Download,
	FolderTree,
	Hash,
	type LucideIcon,
	SquareArrowOutUpRight,
	SquareCheck,
} from "lucide-react";
import { Fragment } from "react";
import type { OpenImage } from "../../state/image";
import { navigate } from "../../state/location";
import { MenuItem, MenuLine, MenuPopup } from "../../widgets/Menu";
import { copyText, download, showInodeBytes } from "./commands";
import type { GridActions } from "./grid-actions";
import { DIRECTORY, FILE } from "./model/entries";
import type { Spot } from "./tree.store";

export interface RowMenuState {
	readonly nid: bigint;
	readonly type: number;
	readonly path: string;
	readonly spot: Spot;
	readonly actions: GridActions;
	/** Where the menu opens, in the window. */
	readonly rect: DOMRect;
}

interface Item {
	readonly label: string;
	readonly icon: LucideIcon;
	onSelect(): void;
	readonly keys?: string;
}

interface RowMenuProps extends RowMenuState {
	readonly image: OpenImage;
	readonly isFlat: boolean;
	readonly onClose: () => void;
}

/** Items in groups; a line between two groups. */
function groupsOf(props: RowMenuProps): readonly (readonly Item[])[] {
	const { image, nid, type, path, spot, actions, isFlat } = props;
	const showInTree = () => navigate({ path, nid: undefined, filter: undefined });
	const places: (Item | false)[] = [
		{
			label: "Open",
			icon: SquareArrowOutUpRight,
			onSelect: () => actions.open(spot),
			keys: "Enter",
		},
		isFlat && { label: "Show in the tree", icon: FolderTree, onSelect: showInTree },
		{
			label: "Show bytes of the inode",
			icon: Binary,
			onSelect: () => void showInodeBytes(image, nid, path),
		},
		!isFlat && {
			label: "Check, to save several",
			icon: SquareCheck,
			onSelect: () => actions.check?.(spot),
			keys: "Space",
		},
		type === FILE && {
			label: "Download",
			icon: Download,
			onSelect: () => download(image, nid, path, "file"),
		},
		type === DIRECTORY && {
			label: "Download as .tar",
			icon: Download,
			onSelect: () => download(image, nid, path, "tar"),
		},
		type === DIRECTORY && {
			label: "Download as .zip",
			icon: Download,
			onSelect: () => download(image, nid, path, "zip"),
		},
	];
	const copies: Item[] = [
		{ label: "Copy path", icon: Copy, onSelect: () => actions.copyPath(spot), keys: "Ctrl+C" },
		{
			label: `Copy inode number ${nid}`,
			icon: Hash,
			onSelect: () => void copyText(String(nid), `inode number ${nid}`),
		},
	];
	return [places.filter((item) => item !== false), copies];
}

export function RowMenu(props: RowMenuProps) {
	const { rect, path, onClose } = props;
	return (
		<MenuPopup label={`Actions for ${path}`} anchor={rect} onClose={onClose}>
			{groupsOf(props).map((group, i) => (
				<Fragment key={group[0]?.label}>
					{i > 0 && <MenuLine />}
					{group.map(({ label, ...item }) => (
						<MenuItem key={label} {...item}>
							{label}
						</MenuItem>
					))}
				</Fragment>
			))}
		</MenuPopup>
	);
}
