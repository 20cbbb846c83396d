/** What the selected finding says: the values, what it follows from and what follows, who refuses it. */
import type { ReactNode } from "react";
import { type Finding, findingKey } from "../../../base/finding";
import { isOfVolume } from "../../../base/space";
import { countText } from "../../../base/words";
import { reactionText } from "../../../erofs/reactions";
import { weightOf } from "../../../erofs/severity";
import { placeOf, type SelectedFinding, selectFinding } from "../../state/finding-list";
import { fieldName } from "../../state/finding-rows";
import type { OpenImage } from "../../state/image";
import { useGivesWay } from "../../state/media";
import { Fold } from "../../widgets/Fold";
import { LearnAbout } from "../../widgets/LearnAbout";
import { SeverityMark } from "../../widgets/Notice";
import { rangeText } from "../../widgets/offsets.model";
import { BytesLink, InodeLink, PathLink, PlaceLink } from "../../widgets/PlaceLink";
import { FieldBytes } from "./FieldBytes";
import { StillReadable } from "./StillReadable";
import "./about-finding.css";

/** Consequences, and other paths, that are listed one by one. */
const MOST = 10;

interface AboutFindingProps extends SelectedFinding {
	readonly image: OpenImage;
}

export function AboutFinding({ image, finding, cause, follows }: AboutFindingProps) {
	const isUnder = useGivesWay("about");
	const { severity, text, at, leadsTo, seen, allowed, code, path, nid, also = [] } = finding;
	const refused = weightOf(finding) === "fatal" ? "Linux refuses to mount the image." : undefined;
	const others = reactionText(code) ?? refused;
	return (
		<div className="about-finding">
			<div className="about-finding-first">
				<SeverityMark severity={severity} />
				<h3>{text}</h3>
				<dl>
					<Fact label="Found" mono value={seen} />
					<Fact label="Allowed" mono value={allowed} />
					<Fact label="Field" mono value={fieldName(finding)} />
					<Fact
						label="Bytes"
						value={
							<BytesLink span={at} what={fieldName(finding)}>
								{rangeText(at)}
							</BytesLink>
						}
					/>
					<Fact
						label="Leads to"
						value={
							leadsTo && (
								<BytesLink span={leadsTo} what="where the field leads">
									{rangeText(leadsTo)}
								</BytesLink>
							)
						}
					/>
					<Fact label="File" value={path !== undefined && <PathLink path={path} />} />
					<Fact label="Inode" value={nid !== undefined && <InodeLink nid={nid} />} />
					<Fact label="Rule" mono value={code} />
				</dl>
			</div>
			<p className="about-finding-ways">
				{path !== undefined && (
					<PlaceLink to={{ view: "files", path, nid: undefined }}>In Files</PlaceLink>
				)}
				<PlaceLink to={{ ...placeOf(finding), view: "bytes" }}>In Bytes</PlaceLink>
				{isOfVolume(at.space) && (
					<PlaceLink
						to={{
							...placeOf(finding),
							view: "bytes",
							walk: { space: at.space, offset: at.start },
							step: undefined,
						}}
					>
						The way there
					</PlaceLink>
				)}
				<LearnAbout what={fieldName(finding)} />
			</p>
			{isUnder && <FieldBytes image={image} finding={finding} />}
			{also.length > 0 && (
				<Fold title="The same bytes in other files" note={countText(also.length)}>
					<ul className="about-finding-list">
						{also.slice(0, MOST).map((each) => (
							<li key={each}>
								<PathLink path={each} />
							</li>
						))}
					</ul>
					<Rest n={also.length} />
				</Fold>
			)}
			{cause && (
				<Fold title="Follows from">
					<ul className="about-finding-list">
						<Linked finding={cause} />
					</ul>
				</Fold>
			)}
			{follows.length > 0 && (
				<Fold title="What follows" note={countText(follows.length)}>
					{alike(follows.slice(0, MOST)).map((each) => (
						<Alike key={findingKey(each[0])} findings={each} />
					))}
					<Rest n={follows.length} />
				</Fold>
			)}
			{others && (
				<Fold title="What others do">
					<p>{others}</p>
				</Fold>
			)}
			{(path !== undefined || nid !== undefined) && severity === "error" && (
				<StillReadable key={`${path} ${nid}`} image={image} path={path} nid={nid} />
			)}
		</div>
	);
}

interface FactProps {
	readonly label: string;
	readonly value: ReactNode;
	readonly mono?: boolean;
}

const Fact = ({ label, value, mono }: FactProps) =>
	value !== undefined &&
	value !== false && (
		<>
			<dt>{label}</dt>
			<dd className={mono ? "mono" : undefined}>{value}</dd>
		</>
	);

type Several = readonly [Finding, ...Finding[]];

/** Those that say the same stand together: it is said once. */
function alike(findings: readonly Finding[]): readonly Several[] {
	const byText = new Map<string, [Finding, ...Finding[]]>();
	for (const finding of findings) {
		const known = byText.get(finding.text);
		if (known) known.push(finding);
		else byText.set(finding.text, [finding]);
	}
	return [...byText.values()];
}

const Alike = ({ findings }: { readonly findings: Several }) => (
	<div className="about-finding-alike">
		<p>{findings[0].text}</p>
		<ul>
			{findings.map((each) => (
				<li key={findingKey(each)}>
					<button type="button" className="mono" onClick={() => selectFinding(each)}>
						<bdi>{each.path ?? `${fieldName(each)}, ${rangeText(each.at)}`}</bdi>
					</button>
				</li>
			))}
		</ul>
	</div>
);

const Linked = ({ finding }: { readonly finding: Finding }) => (
	<li>
		<button type="button" onClick={() => selectFinding(finding)}>
			{finding.text}
		</button>
		{finding.path !== undefined && <bdi className="mono">{finding.path}</bdi>}
	</li>
);

const Rest = ({ n }: { readonly n: number }) =>
	n > MOST && <p className="about-finding-rest">and {countText(n - MOST)} more</p>;
