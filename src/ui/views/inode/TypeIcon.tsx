import {
	Cable,
	File,
	FileQuestion,
	Folder,
	HardDrive,
	Keyboard,
	type LucideIcon,
	Plug,
	SquareArrowOutUpRight,
} from "lucide-react";
import { TYPE_NAMES } from "../../../worker/protocol";

const ICONS: Readonly<Record<(typeof TYPE_NAMES)[number], LucideIcon>> = {
	unknown: FileQuestion,
	file: File,
	directory: Folder,
	"character device": Keyboard,
	"block device": HardDrive,
	fifo: Cable,
	socket: Plug,
	symlink: SquareArrowOutUpRight,
};

/** Icon of an inode type; decoration beside words that say the same. */
export function TypeIcon({ type, size = 16 }: { readonly type: number; readonly size?: number }) {
	const Icon = ICONS[TYPE_NAMES[type] ?? "unknown"];
	return <Icon size={size} aria-hidden />;
}
