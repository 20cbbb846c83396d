/** Extended attributes: names explained, values readable, and as bytes on request. */
import { useState } from "react";
import { exactBytes } from "../../../../base/words";
import type { XattrRow } from "../../../../worker/protocol";
import { BytesLink } from "../../../widgets/PlaceLink";
import { Term } from "../../../widgets/Term";
import { allLines } from "../preview/hexdump.model";

/** Bytes of a value shown in hex; Linux allows 64 KiB. */
const MOST_HEX = 4096;

const WHERE = {
	inline: "Behind the inode.",
	shared: "Once for several inodes, in the shared area.",
} as const;

/** Entries of the glossary. */
const ABOUT = { inline: "erofs_xattr_entry", shared: "shared xattr id" } as const;

/** A list, no table: names and values are long, and the pane is narrow. */
export const Xattrs = ({ xattrs }: { readonly xattrs: readonly XattrRow[] }) => (
	<ul className="xattrs" aria-label="Extended attributes">
		{xattrs.map((row) => (
			<li key={`${row.name}@${row.at.start}`}>
				<p>
					<span className="mono">
						{row.doc ? (
							<Term doc={row.doc} about="e_name_index">
								{row.name}
							</Term>
						) : (
							row.name
						)}
					</span>
					<Term doc={WHERE[row.where]} about={ABOUT[row.where]}>
						{row.where}
					</Term>
					<BytesLink span={row.at} what={row.name} />
				</p>
				<Value row={row} />
			</li>
		))}
	</ul>
);

function Value({ row: { text, value } }: { readonly row: XattrRow }) {
	const [open, setOpen] = useState(false);
	if (value.length === 0) return <span className="details-none">empty</span>;
	return (
		<details className="xattr" onToggle={(e) => setOpen(e.currentTarget.open)}>
			<summary>{text}</summary>
			{open && <Bytes value={value} />}
		</details>
	);
}

function Bytes({ value }: { readonly value: Uint8Array }) {
	const cut = value.length > MOST_HEX ? `, the first ${exactBytes(MOST_HEX)}` : "";
	return (
		<>
			<p className="details-none">
				{exactBytes(value.length)}
				{cut}
			</p>
			<pre>
				{allLines(value.subarray(0, MOST_HEX), 8)
					.map((line) => `${line.offset.slice(4)}  ${line.hex}  ${line.ascii}`)
					.join("\n")}
			</pre>
		</>
	);
}
