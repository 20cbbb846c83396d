/** The open image: tree on the left, one view on the right; one column on phones. */
import { FolderTree } from "lucide-react";
import { type ReactNode, Suspense, useMemo } from "react";
import type { OpenImage } from "../state/image";
import { navigate, usePlace, usePlacePart } from "../state/location";
import { useNarrow } from "../state/media";
import { usePrefs } from "../state/prefs";
import { VIEWS } from "../views";
import type { ViewId } from "../views/ids";
import { FileTree } from "../views/tree/FileTree";
import type { View } from "../views/view";
import { WalkDock } from "../views/walk/WalkDock";
import { Placeholder } from "../widgets/EmptyState";
import { ErrorBoundary } from "../widgets/ErrorBoundary";
import { Splitter } from "../widgets/Splitter";
import { Staged } from "../widgets/Staged";
import { TabGroup, type TabItem, TabList, TabPanel } from "../widgets/Tabs";
import { Banners } from "./Banners";
import { JobList } from "./JobList";
import { StatusBar } from "./StatusBar";
import { TopBar } from "./TopBar";

/** Least widths of the tree and of a view, in CSS pixels. */
const LEAST = [240, 360] as const;

const FILES: TabItem<ViewId> = { id: "files", label: "Files", icon: FolderTree };

interface WorkbenchProps {
	readonly image: OpenImage;
	onHelp(): void;
}

export function Workbench({ image, onHelp }: WorkbenchProps) {
	const wanted = usePlacePart((place) => place.view);
	const narrow = useNarrow();
	const views = VIEWS.filter((view) => view.accepts(image));
	const shown = views.find(({ id }) => id === wanted);
	// The tree is a view of its own only where it does not fit beside the others.
	const current: ViewId = shown?.id ?? (narrow && wanted === "files" ? "files" : "overview");
	const tabs = views.map((view) => tabOf(view, image));
	const panels = views.map((view) => (
		<TabPanel key={view.id} id={view.id} className="view">
			{view.heading && <h1 className="hidden-text">{view.heading}</h1>}
			<OneView view={view} image={image} />
		</TabPanel>
	));
	return (
		<TabGroup value={current} onChange={(view) => navigate({ view })} className="app">
			<button type="button" className="skip" onClick={skipToMain}>
				Skip to the view
			</button>
			<TopBar file={image} onHelp={onHelp}>
				{!narrow && <TabList label="Views" items={tabs} />}
			</TopBar>
			<Banners image={image} />
			{narrow ? (
				<main id="main" className="app-body" tabIndex={-1} data-pane>
					<TabPanel id="files" className="view">
						<h1 className="hidden-text">Files</h1>
						<Tree />
					</TabPanel>
					{panels}
				</main>
			) : (
				<Panes panels={panels} dock={<WalkDock image={image} />} />
			)}
			{narrow && <WalkDock image={image} />}
			<JobList />
			{narrow ? (
				<nav className="bottombar" aria-label="Views" data-pane>
					<TabList label="Views" place="bottom" items={[FILES, ...tabs]} />
				</nav>
			) : (
				<StatusBar image={image} />
			)}
		</TabGroup>
	);
}

/** The frame comes first, and answers already while the rest is built. */
const TREE_STAGE = 1;
const VIEW_STAGE = 2;

const Tree = () => (
	<Staged stage={TREE_STAGE}>
		<FileTree />
	</Staged>
);

const tabOf = ({ id, label, icon, Badge }: View, image: OpenImage): TabItem<ViewId> => ({
	id,
	label,
	icon,
	badge: Badge && <Badge image={image} />,
});

interface PanesProps {
	readonly panels: ReactNode;
	/** Under the view. */
	readonly dock: ReactNode;
}

function Panes({ panels, dock }: PanesProps) {
	const share = usePrefs((s) => s.treeShare);
	const set = usePrefs((s) => s.set);
	return (
		<div className="app-body">
			<Splitter
				label="Width of the file tree"
				share={share}
				onChange={(next) => set("treeShare", next)}
				min={LEAST}
				leftLabel="File tree"
				left={<Tree />}
				right={
					<div className="view-column">
						<main id="main" className="view-pane" tabIndex={-1} data-pane>
							{panels}
						</main>
						{dock}
					</div>
				}
			/>
		</div>
	);
}

function OneView({ view, image }: { readonly view: View; readonly image: OpenImage }) {
	const { path, nid, space, at } = usePlace();
	const selection = [view.id, path, nid, space, at?.start].join(" ");
	// What a place means for a view the view finds out itself: most of it stays as it is.
	const content = useMemo(() => <view.Component image={image} />, [view, image]);
	// A view that is on its way has its heading already, whoever shows it later.
	const heading = !view.heading && <h1 className="hidden-text">{view.label}</h1>;
	return (
		<Staged stage={VIEW_STAGE} before={heading}>
			<ErrorBoundary resetKey={selection} title={`The view “${view.label}” stopped`}>
				<Suspense
					fallback={
						<>
							{heading}
							<Placeholder label={`Loading ${view.label}`} lines={6} />
						</>
					}
				>
					{content}
				</Suspense>
			</ErrorBoundary>
		</Staged>
	);
}

/** A button, no link: the fragment of the address belongs to the location. */
const skipToMain = (): void => document.getElementById("main")?.focus();
