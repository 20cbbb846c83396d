/** What an inode is called, and what can be done with it. */
import { ChevronDown, Download, PackageOpen } from "lucide-react";
import { type SaveParams, TYPE_NAMES } from "../../../worker/protocol";
import { openOtherwise } from "../../state/open";
import { save } from "../../state/save";
import { Button } from "../../widgets/Button";
import { Menu, MenuItem } from "../../widgets/Menu";
import { TypeIcon } from "../../widgets/TypeIcon";
import type { InodeParts } from "./parts";
import { usePreview } from "./queries";

/** The last part of a path; the root and inodes without a path are called otherwise. */
function nameOf({ path, detail }: InodeParts): string {
	if (path === undefined) return `inode ${detail.nid}`;
	return path.split("/").filter(Boolean).at(-1) ?? "/";
}

export function InodeHeader(parts: InodeParts) {
	const { type } = parts.detail;
	return (
		<header className="inode-head">
			<div className="inode-title">
				<TypeIcon type={type} />
				<h1>{nameOf(parts)}</h1>
				<span className="inode-type">{TYPE_NAMES[type]}</span>
			</div>
			<Actions {...parts} />
		</header>
	);
}

function Actions(parts: InodeParts) {
	const { image, detail, path } = parts;
	const name = nameOf(parts);
	const type = TYPE_NAMES[detail.type];
	const download = (as: SaveParams["as"]) => {
		const fileName = path === "/" ? "root" : name;
		void save(image.client, { nid: detail.nid, as, name: fileName }, `Download of ${name}`);
	};
	return (
		<div className="inode-actions">
			{type === "file" && (
				<>
					<LookInside {...parts} />
					<Button icon={Download} onClick={() => download("file")}>
						Download
					</Button>
				</>
			)}
			{type === "directory" && (
				<Menu
					align="end"
					trigger={
						<Button icon={Download}>
							Download
							<ChevronDown aria-hidden />
						</Button>
					}
				>
					<MenuItem onSelect={() => download("tar")}>As .tar, with owners and attributes</MenuItem>
					<MenuItem onSelect={() => download("zip")}>As .zip</MenuItem>
				</Menu>
			)}
		</div>
	);
}

/** Files that hold others are opened where they lie. */
function LookInside({ image, detail, path }: InodeParts) {
	const { opens } = usePreview(image, detail.nid, false).data ?? {};
	if (!opens || path === undefined) return null;
	const chain = [image.facts.chain, `erofs${path}`].filter(Boolean).join("/");
	const isAltered = image.origin.edits !== undefined;
	return (
		<Button
			icon={PackageOpen}
			title={
				isAltered
					? `It is ${opens}. It is opened as it is in the image, without the changes of this copy.`
					: `It is ${opens}.`
			}
			onClick={() => openOtherwise({ chain })}
		>
			{isAltered ? "Look inside, without the changes" : "Look inside"}
		</Button>
	);
}
