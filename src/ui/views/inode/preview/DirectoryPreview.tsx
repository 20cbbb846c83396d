/** A directory: how many entries of which type, and the first of them to go on to. */

import { useMemo } from "react";
import { failureInfo } from "../../../../base/errors";
import { showName } from "../../../../base/text";
import { countText, sizeText } from "../../../../base/words";
import { type EntryColumns, TYPE_NAMES } from "../../../../worker/protocol";
import { TypeIcon } from "../../../widgets/TypeIcon";
import { showInode, showPath } from "../go";
import type { InodeParts } from "../parts";
import { useListing } from "../queries";
import { entriesText } from "./entries.model";
import { Unread } from "./Unread";

/** Entries that are listed here; the tree has them all. */
const LISTED = 200;

export function DirectoryPreview({ image, detail, path }: InodeParts) {
	const { data, error, refetch } = useListing(image, detail.nid);
	if (error) return <Unread info={failureInfo(error)} retry={() => void refetch()} />;
	if (!data) return <p className="inode-hint">Reading the directory …</p>;
	const { entries } = data;
	return (
		<div className="preview-dir">
			<div className="preview-bar">
				<p>{entriesText(entries)}</p>
			</div>
			<ul aria-label="Entries">
				{Array.from({ length: Math.min(LISTED, entries.count) }, (_, i) => (
					<Entry key={String(i)} entries={entries} index={i} path={path} />
				))}
			</ul>
			{entries.count > LISTED && (
				<p className="inode-hint">
					and {countText(entries.count - LISTED)} more: the tree lists them all.
				</p>
			)}
		</div>
	);
}

interface EntryProps {
	readonly entries: EntryColumns;
	readonly index: number;
	readonly path: string | undefined;
}

function Entry({ entries, index, path }: EntryProps) {
	const name = useMemo(() => {
		const { names, nameStart } = entries;
		return showName(names.subarray(nameStart[index], nameStart[index + 1]));
	}, [entries, index]);
	const type = entries.type[index] ?? 0;
	const size = entries.known[index] ? sizeText(entries.size[index] ?? 0n) : "?";
	const nid = entries.nid[index] ?? 0n;
	const open = () =>
		path === undefined ? showInode(nid) : showPath(`${path === "/" ? "" : path}/${name}`);
	return (
		<li>
			<button type="button" onClick={open}>
				<TypeIcon type={type} />
				<span className="preview-name">{name}</span>
				<span className="preview-size">
					{TYPE_NAMES[type] === "file" ? size : TYPE_NAMES[type]}
				</span>
			</button>
		</li>
	);
}
