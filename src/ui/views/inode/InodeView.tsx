/** The selected inode: what its contents are, and where they are stored. */
import { Route } from "lucide-react";
import { type ComponentType, useMemo, useState } from "react";
import { failureInfo } from "../../../base/errors";
import { TYPE_NAMES } from "../../../worker/protocol";
import type { OpenImage } from "../../state/image";
import { navigate, usePlace } from "../../state/location";
import { useInode, useSelection } from "../../state/selected";
import { startWalk } from "../../state/walk";
import { Button } from "../../widgets/Button";
import { Placeholder } from "../../widgets/EmptyState";
import { FailureNotice } from "../../widgets/FailureNotice";
import { mayPass } from "../../widgets/failure.model";
import { Staged } from "../../widgets/Staged";
import { TabGroup, type TabItem, TabList, TabPanel } from "../../widgets/Tabs";
import { WalkForm } from "../../widgets/WalkForm";
import { ExtentsPanel } from "./extents/ExtentsPanel";
import { InodeHeader } from "./InodeHeader";
import type { InodeParts } from "./parts";
import { Preview } from "./preview/Preview";
import "./inode.css";

const TABS = ["preview", "extents"] as const;
type Tab = (typeof TABS)[number];

const tabOf = (name: string | undefined): Tab => TABS.find((t) => t === name) ?? "preview";

/** As long as there is no name of an inode to be one. */
const HEADING = <h1 className="hidden-text">Files</h1>;

interface InodeViewProps {
	readonly image: OpenImage;
	/** Shows the entries of a directory. */
	readonly Listing: ComponentType<InodeParts>;
}

export function InodeView({ image, Listing }: InodeViewProps) {
	const { nid, path, error, retry } = useSelection(image);
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
				<FailureNotice
					info={info}
					onRetry={mayPass(info) ? again : undefined}
					actions={info.code === "no-such-path" && path && <LookFor path={path} />}
				/>
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
	return <Shown image={image} {...shown} Listing={Listing} busy={!ready} />;
}

/** Where a name would stand, were it there. */
const LookFor = ({ path }: { readonly path: string }) => (
	<Button small icon={Route} onClick={() => startWalk({ path })}>
		How is it looked for?
	</Button>
);

/** The newest value there was: what is on screen stays until its successor is there. */
function useLast<T>(value: T | undefined): T | undefined {
	const [last, setLast] = useState(value);
	if (value !== undefined && value !== last) setLast(value);
	return value ?? last;
}

interface ShownProps extends InodeParts, Pick<InodeViewProps, "Listing"> {
	/** The next inode is on its way. */
	readonly busy: boolean;
}

function Shown({ busy, Listing, ...parts }: ShownProps) {
	const { detail } = parts;
	const tab = tabOf(usePlace().tab);
	const key = String(detail.nid);
	const isDirectory = detail.type === DIRECTORY;
	return (
		<article className="inode" aria-busy={busy}>
			<InodeHeader {...parts} />
			<TabGroup className="inode-tabs" value={tab}>
				<div className="inode-tabbar">
					<TabList
						label="Parts of the inode"
						items={isDirectory ? OF_DIRECTORY : OF_FILE}
						onChange={(id) => navigate({ tab: id === "preview" ? undefined : id })}
					/>
				</div>
				<TabPanel id="preview" className="inode-panel">
					<Staged before={<Placeholder label="Loading the contents" lines={6} />}>
						{isDirectory ? <Listing key={key} {...parts} /> : <Preview key={key} {...parts} />}
					</Staged>
				</TabPanel>
				<TabPanel id="extents" className="inode-panel">
					<Staged before={<Placeholder label="Loading the extents" lines={6} />}>
						<ExtentsPanel key={key} {...parts} />
					</Staged>
				</TabPanel>
			</TabGroup>
			{detail.size > 0 && <WalkForm key={key} space={detail.contents} size={detail.size} />}
		</article>
	);
}

const DIRECTORY = TYPE_NAMES.indexOf("directory");

const EXTENTS = { id: "extents", label: "Extents" } as const;
const OF_FILE: readonly TabItem<Tab>[] = [{ id: "preview", label: "Preview" }, EXTENTS];
const OF_DIRECTORY: readonly TabItem<Tab>[] = [{ id: "preview", label: "Entries" }, EXTENTS];
