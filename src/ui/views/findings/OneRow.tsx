/** A row of the list: the head of a group, or a finding in two or three lines. */
import { ChevronRight, CornerDownRight } from "lucide-react";
import type { Finding } from "../../../base/finding";
import { counted, countText, exactBytes } from "../../../base/words";
import { selectFinding, turnRow } from "../../state/finding-list";
import { type FindingRow, fieldName } from "../../state/finding-rows";
import { SeverityMark } from "../../widgets/Notice";
import { hexText, rangeText, spaceText } from "../../widgets/offsets.model";
import { BytesLink, InodeLink, PathLink } from "../../widgets/PlaceLink";
import { CELL, ROW, wideCell } from "../../widgets/roles";

interface OneRowProps {
	readonly id: string;
	readonly index: number;
	readonly row: FindingRow;
	/** Distance from the first row, px. */
	readonly top: number;
	readonly measure: (element: Element | null) => void;
	/** The keyboard is on it; its bytes are shown. */
	readonly isActive: boolean;
	readonly isChosen: boolean;
}

export function OneRow(props: OneRowProps) {
	const { id, index, row, top, measure, isActive, isChosen } = props;
	const isHead = row.kind === "head";
	const about = {
		...ROW,
		"aria-rowindex": index + 1,
		"aria-level": isHead ? 1 : row.level,
		"aria-expanded": row.isOpen,
		"aria-selected": isChosen,
	};
	return (
		<div
			id={id}
			{...about}
			ref={measure}
			data-index={index}
			className={isHead ? "finding-row finding-head" : `finding-row finding-level-${row.level}`}
			data-active={isActive || undefined}
			style={{ transform: `translateY(${top}px)` }}
		>
			{isHead ? <Head row={row} /> : <OneFinding row={row} />}
		</div>
	);
}

const Head = ({ row }: { readonly row: FindingRow & { readonly kind: "head" } }) => (
	<div {...wideCell(2)} className="finding-head-cell">
		<ChevronRight className="finding-twist" data-open={row.isOpen} aria-hidden />
		<bdi className="finding-head-title">{row.title}</bdi>
		<span className="finding-count">{countText(row.count)}</span>
	</div>
);

function OneFinding({ row }: { readonly row: FindingRow & { readonly kind: "finding" } }) {
	const { finding, cause, follows } = row;
	const { severity, text, at } = finding;
	return (
		<>
			<div {...CELL} className="finding-what">
				<SeverityMark severity={severity} bare />
				<div className="finding-lines">
					<p className="finding-title">{text}</p>
					<p className="finding-where">
						<Where finding={finding} />
					</p>
					{cause && (
						<p className="finding-link">
							<CornerDownRight aria-hidden />
							<button type="button" onClick={() => selectFinding(cause)}>
								follows from: {cause.text}
							</button>
						</p>
					)}
					{follows.length > 0 && <Follows row={row} />}
				</div>
			</div>
			<div {...CELL} className="finding-field">
				<code title={fieldName(finding)}>{fieldName(finding)}</code>
				<BytesLink span={at} what={fieldName(finding)}>
					{bytesText(finding)}
				</BytesLink>
			</div>
		</>
	);
}

/** `0x990, 8 bytes`, with the space where it is not the image. */
function bytesText({ at }: Finding): string {
	const { space, start, end } = at;
	const named = spaceText(space);
	const text = `${hexText(start)}, ${exactBytes(end - start)}`;
	return named ? `${text} of ${named}` : text;
}

function Where({ finding }: { readonly finding: Finding }) {
	const { path, nid, also, at } = finding;
	const others = also ? ` and ${countText(also.length)} more` : "";
	if (path !== undefined) {
		return (
			<>
				<PathLink path={path} />
				{others}
			</>
		);
	}
	return nid === undefined ? <span title={rangeText(at)}>the image</span> : <InodeLink nid={nid} />;
}

function Follows({ row }: { readonly row: FindingRow & { readonly kind: "finding" } }) {
	const text = `${counted(row.follows.length, "more follows", "more follow")} from this`;
	return (
		<p className="finding-link">
			<CornerDownRight aria-hidden />
			{row.isOpen === undefined ? (
				text
			) : (
				<button type="button" aria-expanded={row.isOpen} onClick={() => turnRow(row.id)}>
					{text}
				</button>
			)}
		</p>
	);
}
