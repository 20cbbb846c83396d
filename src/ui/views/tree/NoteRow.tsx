/** The row that stands in for a directory's entries: on their way, unreadable, or none. */
import { TriangleAlert } from "lucide-react";
import { mayPass } from "../../widgets/failure.model";
import { wideCell } from "../../widgets/roles";
import type { Contents } from "./model/dir";
import { Indent } from "./NameCell";
import { type RowPlace, rowAttributes } from "./TreeRow";

interface NoteRowProps extends RowPlace {
	readonly contents: Contents;
	/** What is wrong with the directory, when it shows no entries. */
	readonly problem: string | undefined;
	readonly columns: number;
}

export function NoteRow({ contents, problem, columns, ...place }: NoteRowProps) {
	const isBad = contents.state === "failed" || problem !== undefined;
	return (
		<div {...rowAttributes(place)}>
			<div {...wideCell(columns)} className="tree-note" data-bad={isBad || undefined}>
				{!place.isFlat && <Indent level={place.level} deepest={place.deepest} />}
				<span className="tree-twist" data-folder="none" aria-hidden />
				<NoteText contents={contents} problem={problem} />
			</div>
		</div>
	);
}

function NoteText({ contents, problem }: Pick<NoteRowProps, "contents" | "problem">) {
	if (contents.state === "waiting") return "Reading the directory…";
	if (contents.state === "ready") return problem ? <Problem text={problem} /> : "empty";
	const { message, hint } = contents.why;
	return (
		<>
			<Problem text={hint ? `${message} ${hint}` : message} />
			{mayPass(contents.why) && (
				<button type="button" className="tree-retry" tabIndex={-1}>
					Retry
				</button>
			)}
		</>
	);
}

const Problem = ({ text }: { text: string }) => (
	<>
		<TriangleAlert className="tree-note-icon" size={13} aria-hidden />
		<span className="tree-why" title={text}>
			{text}
		</span>
	</>
);
