/** The selected inode: its attributes, where its contents are stored, and what they are. */
import { FileQuestion } from "lucide-react";
import { useMemo, useState } from "react";
import { failureInfo } from "../../../base/errors";
import type { Finding } from "../../../base/finding";
import { useFindingsOf } from "../../state/findings";
import type { OpenImage } from "../../state/image";
import { navigate, usePlace } from "../../state/location";
import { useInode, useSelected } from "../../state/selected";
import { EmptyState, Placeholder } from "../../widgets/EmptyState";
import { FailureNotice } from "../../widgets/FailureNotice";
import { mayPass } from "../../widgets/failure.model";
import { PlaceLink } from "../../widgets/PlaceLink";
import { Staged } from "../../widgets/Staged";
import { Badge, TabGroup, type TabItem, TabList, TabPanel } from "../../widgets/Tabs";
import { WalkForm } from "../../widgets/WalkForm";
import { Details } from "./details/Details";
import { ExtentsPanel } from "./extents/ExtentsPanel";
import { InodeHeader } from "./InodeHeader";
import type { InodeParts } from "./parts";
import { Preview } from "./preview/Preview";
import "./inode.css";

const TABS = ["details", "extents", "preview"] as const;
type Tab = (typeof TABS)[number];

const tabOf = (name: string | undefined): Tab => TABS.find((t) => t === name) ?? "details";

/** As long as there is no name of an inode to be one. */
const HEADING = <h1 className="hidden-text">Inode</h1>;

export function InodeView({ image }: { readonly image: OpenImage }) {
	const { path, nid } = usePlace();
	if (path === undefined && nid === undefined) {
		return (
			<>
				{HEADING}
				<EmptyState icon={FileQuestion} title="Nothing is selected">
					Choose a file, directory or link in the tree to see what it is made of.
				</EmptyState>
			</>
		);
	}
	return <Selected image={image} wantedPath={path} wantedNid={nid} />;
}

interface SelectedProps {
	readonly image: OpenImage;
	readonly wantedPath: string | undefined;
	readonly wantedNid: bigint | undefined;
}

function Selected({ image, wantedPath, wantedNid }: SelectedProps) {
	const { nid, path, error, retry } = useSelected(image, wantedPath, wantedNid);
	const inode = useInode(image, nid);
	const detail = inode.data;
	const ready = useMemo(() => detail && { detail, path }, [detail, path]);
	const shown = useLast(ready);
	const problem = error ?? inode.error;
	if (problem) {
		const info = failureInfo(problem);
		const again = error ? retry : () => void inode.refetch();
		return (
			<div className="inode-pad">
				{HEADING}
				<FailureNotice info={info} onRetry={mayPass(info) ? again : undefined} />
			</div>
		);
	}
	if (!shown) {
		return (
			<div className="inode-pad">
				{HEADING}
				<Placeholder lines={6} label="Reading the inode" />
			</div>
		);
	}
	return <Shown image={image} {...shown} busy={!ready} />;
}

/** The newest value there was: what is on screen stays until its successor is there. */
function useLast<T>(value: T | undefined): T | undefined {
	const [last, setLast] = useState(value);
	if (value !== undefined && value !== last) setLast(value);
	return value ?? last;
}

interface ShownProps extends InodeParts {
	/** The next inode is on its way. */
	readonly busy: boolean;
}

function Shown({ busy, ...parts }: ShownProps) {
	const { image, detail } = parts;
	const findings = useFindingsOf(image, detail.nid);
	const tab = tabOf(usePlace().tab);
	const key = String(detail.nid);
	return (
		<article className="inode" aria-busy={busy}>
			<InodeHeader {...parts} />
			<TabGroup
				className="inode-tabs"
				value={tab}
				onChange={(id: Tab) => navigate({ tab: id === "details" ? undefined : id })}
			>
				<div className="inode-tabbar">
					<TabList label="Parts of the inode" items={tabItems(findings)} />
					{detail.size > 0 && (
						<PlaceLink to={{ view: "hex", space: detail.contents, at: { start: 0, end: 1 } }}>
							Contents in hex
						</PlaceLink>
					)}
				</div>
				<TabPanel id="details" className="inode-panel">
					<Staged>
						<Details key={key} {...parts} />
					</Staged>
				</TabPanel>
				<TabPanel id="extents" className="inode-panel">
					<Staged>
						<ExtentsPanel key={key} {...parts} />
					</Staged>
				</TabPanel>
				<TabPanel id="preview" className="inode-panel">
					<Staged>
						<Preview key={key} {...parts} />
					</Staged>
				</TabPanel>
			</TabGroup>
			{tab !== "details" && detail.size > 0 && (
				<WalkForm key={key} space={detail.contents} size={detail.size} />
			)}
		</article>
	);
}

function tabItems(findings: readonly Finding[]): TabItem<Tab>[] {
	const worst = findings[0]?.severity === "error" ? "error" : "warning";
	const badge = findings.length > 0 && <Badge tone={worst}>{findings.length}</Badge>;
	return [
		{ id: "details", label: "Details", badge },
		{ id: "extents", label: "Extents" },
		{ id: "preview", label: "Preview" },
	];
}
