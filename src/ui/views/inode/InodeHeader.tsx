/** Name, path, size and place of an inode, and what can be done with it. */
import { Binary, ChevronDown, Download } from "lucide-react";
import { storedText } from "../../../base/words";
import { hex } from "../../../schema/show";
import { type SaveParams, TYPE_NAMES } from "../../../worker/protocol";
import { save } from "../../state/save";
import { Button } from "../../widgets/Button";
import { CopyIcon } from "../../widgets/CopyButton";
import { Menu, MenuItem } from "../../widgets/Menu";
import { RatioBar } from "../../widgets/RatioBar";
import { TypeIcon } from "../../widgets/TypeIcon";
import { showBytes } from "./go";
import type { InodeParts } from "./parts";

/** The last part of a path; the root and inodes without a path are called otherwise. */
function nameOf({ path, detail }: InodeParts): string {
	if (path === undefined) return `inode ${detail.nid}`;
	return path.split("/").filter(Boolean).at(-1) ?? "/";
}

export function InodeHeader(parts: InodeParts) {
	const { nid, at, type, i_size, stored } = parts.detail;
	return (
		<header className="inode-head">
			<div className="inode-title">
				<TypeIcon type={type} size={20} />
				<h1>{nameOf(parts)}</h1>
				<span className="inode-type">{TYPE_NAMES[type]}</span>
			</div>
			<Actions {...parts} />
			<p className="inode-places">
				{parts.path !== undefined && <Copyable what="path" value={parts.path} />}
				<Copyable what="nid" word="nid" value={String(nid)} />
				<Copyable what="offset" word="at" value={hex(at.start)} />
			</p>
			{i_size > 0 && (
				<p className="inode-ratio">
					{stored !== undefined && <RatioBar stored={stored} size={i_size} decorative />}
					{storedText(stored, i_size)}
				</p>
			)}
		</header>
	);
}

interface CopyableProps {
	/** What is copied, for the name of the button. */
	readonly what: string;
	/** Said before the value. */
	readonly word?: string;
	readonly value: string;
}

const Copyable = ({ what, word, value }: CopyableProps) => (
	<span>
		{word}
		<code>{value}</code>
		<CopyIcon text={value} label={`Copy ${what}`} />
	</span>
);

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
				<Button icon={Download} onClick={() => download("file")}>
					Download
				</Button>
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
			<Button icon={Binary} onClick={() => showBytes(detail.at)}>
				Show bytes
			</Button>
		</div>
	);
}
