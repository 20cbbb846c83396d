import {
	Check,
	ChevronDown,
	Cloud,
	CornerLeftUp,
	Files,
	FolderOpen,
	FolderTree,
	HardDrive,
	Library,
	Link,
} from "lucide-react";
import { useState } from "react";
import { countText, sizeText } from "../../base/words";
import type { OpenFile } from "../state/image";
import { goToStart, openOtherwise } from "../state/open";
import { isImagePart, useParts } from "../state/parts";
import { hasRoles } from "../state/roles";
import { Menu, MenuItem, MenuLine } from "../widgets/Menu";
import { Size } from "../widgets/Size";
import { imageKind, lastName, shortName } from "./image.model";
import { pickFiles, pickFolder } from "./pick";
import { RolesDialog } from "./RolesDialog";

/** Images of a wrapper that the menu names. */
const MOST_IMAGES = 30;

/** Which image is open, and the ways to another one. */
export function ImageMenu({ file }: { readonly file: OpenFile }) {
	const { facts, origin } = file;
	const [roles, setRoles] = useState(false);
	const { list } = useParts(file, facts.chain !== undefined);
	// Of a part the file around it is named; a folder has no bytes.
	const size = (facts.chain === undefined ? facts.size : list[0]?.size) || undefined;
	const Icon = facts.remote ? Cloud : HardDrive;
	const trigger = (
		<button type="button" className="image-chip" title={facts.name}>
			<Icon aria-hidden />
			<span className="image-name">{shortName(facts.name)}</span>
			<span className="image-size">
				<span className="hidden-text">, {imageKind(file)}</span>
				{size !== undefined && (
					<>
						<span className="hidden-text">, </span>
						<Size bytes={size} />
					</>
				)}
			</span>
			<ChevronDown aria-hidden />
		</button>
	);
	const copyLink = () => void navigator.clipboard?.writeText(window.location.href);
	return (
		<>
			<Menu trigger={trigger}>
				<p className="menu-heading">
					{imageKind(file)}
					{size !== undefined && (
						<>
							, <Size bytes={size} />
						</>
					)}
				</p>
				{facts.chain !== undefined && (
					<>
						<p className="menu-heading">Images in {shortName(facts.name)}</p>
						{list
							.filter(isImagePart)
							.slice(0, MOST_IMAGES)
							.map(({ chain, size }) => (
								<MenuItem
									key={chain}
									icon={chain === facts.chain ? Check : HardDrive}
									onSelect={() => openOtherwise({ chain })}
								>
									{chain}
									{size === undefined ? "" : `, ${sizeText(size)}`}
								</MenuItem>
							))}
						<MenuLine />
					</>
				)}
				{facts.around?.map((chain) => (
					<MenuItem key={chain} icon={CornerLeftUp} onSelect={() => openOtherwise({ chain })}>
						Back to {chain ? lastName(chain) : shortName(facts.name)}
					</MenuItem>
				))}
				{origin.file === undefined && (
					<MenuItem icon={Link} onSelect={copyLink}>
						Copy link to this place
					</MenuItem>
				)}
				{hasRoles(file) && (
					<MenuItem icon={Files} onSelect={() => setRoles(true)}>
						What each of {countText(file.inputs.length)} files is…
					</MenuItem>
				)}
				<MenuLine />
				<MenuItem icon={FolderOpen} keys="Ctrl+O" onSelect={pickFiles}>
					Open files…
				</MenuItem>
				<MenuItem icon={FolderTree} onSelect={pickFolder}>
					Open a folder…
				</MenuItem>
				<MenuItem icon={Library} onSelect={goToStart}>
					Open an address or a sample…
				</MenuItem>
			</Menu>
			{roles && <RolesDialog file={file} onClose={() => setRoles(false)} />}
		</>
	);
}
