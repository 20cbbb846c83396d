import { ChevronDown, Cloud, FolderOpen, HardDrive, Library, Link } from "lucide-react";
import { sizeText } from "../../base/words";
import type { OpenFile } from "../state/image";
import { goToStart } from "../state/open";
import { Menu, MenuItem, MenuLine } from "../widgets/Menu";
import { imageKind, shortName } from "./image.model";
import { pickFiles } from "./pick";

/** Which image is open, and the ways to another one. */
export function ImageMenu({ file }: { readonly file: OpenFile }) {
	const { facts, origin } = file;
	const Icon = facts.remote ? Cloud : HardDrive;
	const trigger = (
		<button type="button" className="image-chip">
			<Icon aria-hidden />
			<span className="image-name">{shortName(facts.name)}</span>
			<span className="image-size">
				<span className="hidden-text">, {imageKind(file)}, </span>
				{sizeText(facts.size)}
			</span>
			<ChevronDown aria-hidden />
		</button>
	);
	const copyLink = () => void navigator.clipboard?.writeText(window.location.href);
	return (
		<Menu trigger={trigger}>
			<p className="menu-heading">
				{imageKind(file)}, {sizeText(facts.size)}
			</p>
			<MenuItem icon={Link} disabled={origin.file !== undefined} onSelect={copyLink}>
				Copy link to this place
			</MenuItem>
			<MenuLine />
			<MenuItem icon={FolderOpen} keys="Ctrl+O" onSelect={pickFiles}>
				Open files…
			</MenuItem>
			<MenuItem icon={Library} onSelect={goToStart}>
				Open an address or a sample…
			</MenuItem>
		</Menu>
	);
}
