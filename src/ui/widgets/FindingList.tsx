import type { ReactNode } from "react";
import { type Finding, findingKey } from "../../base/finding";
import { counted, countText } from "../../base/words";
import type { Group } from "../../checks/causes";
import { fieldName } from "../state/finding-rows";
import { Disclosure } from "./Disclosure";
import { LearnAbout } from "./LearnAbout";
import { SeverityMark } from "./Notice";
import { rangeText } from "./offsets.model";
import { BytesLink, InodeLink, PathLink } from "./PlaceLink";
import "./finding-list.css";

/** Consequences listed one by one at most. */
const MOST_FOLLOWS = 50;

/** Findings as they are told everywhere: how bad, what, where, seen and allowed, and what follows. */
export const FindingList = ({ groups }: { readonly groups: readonly Group[] }) => (
	<ul className="findings">
		{groups.map(({ cause, follows }) => (
			<li key={findingKey(cause)} className={`finding finding-${cause.severity}`}>
				<OneFinding finding={cause} />
				{follows.length > 0 && <Consequences findings={follows} />}
			</li>
		))}
	</ul>
);

function OneFinding({ finding }: { readonly finding: Finding }) {
	const { severity, text, at, seen, allowed, path, nid } = finding;
	const what = fieldName(finding);
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
						<span className="mono">{what}</span> <LearnAbout what={what} />
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

/** What would go with the cause, in one line each. */
function Consequences({ findings }: { readonly findings: readonly Finding[] }) {
	const n = findings.length;
	const summary = `${counted(n, "more follows", "more follow")} from this`;
	return (
		<Disclosure summary={summary} className="finding-follows">
			<ul>
				{findings.slice(0, MOST_FOLLOWS).map((finding) => (
					<li key={findingKey(finding)}>
						{finding.path !== undefined && <PathLink path={finding.path} />}
						<span>{finding.text}</span>
						<BytesLink span={finding.at} what={fieldName(finding)}>
							{rangeText(finding.at)}
						</BytesLink>
					</li>
				))}
			</ul>
			{n > MOST_FOLLOWS && <p>and {countText(n - MOST_FOLLOWS)} more of this kind</p>}
		</Disclosure>
	);
}
