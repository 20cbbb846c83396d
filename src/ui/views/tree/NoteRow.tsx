/** The row that stands in for a directory's entries: on their way, unreadable, or none. */
import { TriangleAlert } from "lucide-react";
import type { Contents } from "./model/dir";
import { Indent } from "./NameCell";
import { wideCell } from "./roles";
import { type RowPlace, rowAttributes } from "./TreeRow";

interface NoteRowProps extends RowPlace {
	readonly contents: Contents;
	readonly columns: number;
}

export function NoteRow({ contents, columns, ...place }: NoteRowProps) {
	const isBad = contents.state === "failed" || "problem" in contents;
	return (
		<div {...rowAttributes(place)}>
			<div {...wideCell(columns)} className="tree-note" data-bad={isBad || undefined}>
				{!place.isFlat && <Indent level={place.level} />}
				<span className="tree-twist" aria-hidden />
				<NoteText contents={contents} />
			</div>
		</div>
	);
}

function NoteText({ contents }: { contents: Contents }) {
	if (contents.state === "waiting") return "Reading the directory…";
	if (contents.state === "ready") {
		return contents.problem ? <Problem text={contents.problem} /> : "empty";
	}
	const { message, hint } = contents.why;
	return (
		<>
			<Problem text={hint ? `${message} ${hint}` : message} />
			<button type="button" className="tree-retry" tabIndex={-1}>
				Retry
			</button>
		</>
	);
}

const Problem = ({ text }: { text: string }) => (
	<>
		<TriangleAlert className="tree-note-icon" size={13} aria-hidden />
		<span className="tree-text" title={text}>
			{text}
		</span>
	</>
);
