/**
 * Pictures of inode types. They are drawn once in a page, and rows only refer to them: a list
 * of files then costs two elements a row where it would cost six.
 */
import {
	Cpu,
	File,
	FileQuestionMark,
	FileSymlink,
	Folder,
	FolderOpen,
	HardDrive,
	type LucideIcon,
	Plug,
	Spline,
} from "lucide-react";
import { TYPE_NAMES } from "../../worker/protocol";
import "./type-icon.css";

const OPEN_DIRECTORY = "open directory";

type Picture = (typeof TYPE_NAMES)[number] | typeof OPEN_DIRECTORY;

const PICTURES: Readonly<Record<Picture, LucideIcon>> = {
	unknown: FileQuestionMark,
	file: File,
	directory: Folder,
	[OPEN_DIRECTORY]: FolderOpen,
	"character device": Cpu,
	"block device": HardDrive,
	fifo: Spline,
	socket: Plug,
	symlink: FileSymlink,
};

const idOf = (picture: string): string => `type-${picture.replaceAll(" ", "-")}`;

/** What {@link TypeIcon} refers to; once in a page. */
export const TypeSprite = () => (
	<svg className="type-sprite" aria-hidden>
		{Object.entries(PICTURES).map(([picture, Icon]) => (
			<symbol key={picture} id={idOf(picture)} viewBox="0 0 24 24">
				<Icon size={24} fill="inherit" strokeWidth={1.75} />
			</symbol>
		))}
	</svg>
);

interface TypeIconProps {
	/** Index into TYPE_NAMES. */
	readonly type: number;
	readonly open?: boolean;
	/** CSS pixels. */
	readonly size?: number;
}

/** Decoration beside words that say the same. */
export function TypeIcon({ type, open = false, size = 16 }: TypeIconProps) {
	const name = TYPE_NAMES[type] ?? "unknown";
	const picture = open && name === "directory" ? OPEN_DIRECTORY : name;
	return (
		<svg className={`type-icon type-${name}`} width={size} height={size} aria-hidden>
			<use href={`#${idOf(picture)}`} />
		</svg>
	);
}
