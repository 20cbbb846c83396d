import type { ReactNode } from "react";
import type { Finding } from "../../base/finding";
import { SeverityMark } from "./Notice";
import { rangeText } from "./offsets.model";
import { BytesLink, InodeLink, PathLink } from "./PlaceLink";
import "./finding-list.css";

/** Findings as they are told everywhere: how bad, what, where, seen and allowed. */
export const FindingList = ({ findings }: { readonly findings: readonly Finding[] }) => (
	<ul className="findings">
		{findings.map((finding) => (
			<li key={keyOf(finding)} className={`finding finding-${finding.severity}`}>
				<OneFinding finding={finding} />
			</li>
		))}
	</ul>
);

const keyOf = ({ code, at, field }: Finding) =>
	`${code} ${at.space} ${at.start} ${at.end} ${field}`;

function OneFinding({ finding }: { readonly finding: Finding }) {
	const { severity, text, at, structure, field, seen, allowed, path, nid } = finding;
	const what = field ? `${structure}.${field}` : structure;
	return (
		<>
			<SeverityMark severity={severity} />
			<div className="finding-body">
				<p className="finding-text">{text}</p>
				<dl className="finding-facts">
					{path !== undefined && (
						<Row label="Path">
							<PathLink path={path} />
						</Row>
					)}
					{path === undefined && nid !== undefined && (
						<Row label="Inode">
							<InodeLink nid={nid} />
						</Row>
					)}
					<Row label="Field">
						<span className="mono">{what}</span>
					</Row>
					<Row label="Bytes">
						<BytesLink span={at} what={what}>
							{rangeText(at)}
						</BytesLink>
					</Row>
					{seen !== undefined && (
						<Row label="Found">
							<span className="mono">{seen}</span>
						</Row>
					)}
					{allowed !== undefined && (
						<Row label="Allowed">
							<span className="mono">{allowed}</span>
						</Row>
					)}
				</dl>
			</div>
		</>
	);
}

interface RowProps {
	readonly label: string;
	readonly children: ReactNode;
}

const Row = ({ label, children }: RowProps) => (
	<div>
		<dt>{label}</dt>
		<dd>{children}</dd>
	</div>
);
