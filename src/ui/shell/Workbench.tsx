/** The open image: tree, view and what the selection is, side by side as far as there is room. */
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import type { OpenImage } from "../state/image";
import { navigate, usePlace, usePlacePart } from "../state/location";
import { useNarrow } from "../state/media";
import { usePrefs } from "../state/prefs";
import type { ViewId } from "../state/views";
import { VIEWS } from "../views";
import { LearnDock } from "../views/learn/LearnDock";
import { FileTree } from "../views/tree/FileTree";
import type { View } from "../views/view";
import { WalkDock } from "../views/walk/WalkDock";
import { isClosing } from "../widgets/closing";
import { Placeholder } from "../widgets/EmptyState";
import { ErrorBoundary } from "../widgets/ErrorBoundary";
import { focusView, focusViewIfLost } from "../widgets/focus";
import { Splitter } from "../widgets/Splitter";
import { Staged } from "../widgets/Staged";
import { TabGroup, type TabItem, TabList, TabPanel } from "../widgets/Tabs";
import { AboutPane } from "./AboutPane";
import { AddressLine } from "./address/AddressLine";
import { Banners } from "./Banners";
import { BottomPanel } from "./BottomPanel";
import { OfferDialog } from "./OfferDialog";
import { closeTreeOver, useTreeIsOver, useTreeOver } from "./panes";
import { StatusBar } from "./StatusBar";
import { COMMANDS } from "./shortcuts";
import { TopBar } from "./TopBar";

interface WorkbenchProps {
	readonly image: OpenImage;
}

export function Workbench({ image }: WorkbenchProps) {
	const narrow = useNarrow();
	const show = (view: ViewId) => navigate({ view });
	const tabs = VIEWS.map((view) => tabOf(view, image));
	return (
		<Current>
			{/* No link: the fragment of the address belongs to the location. */}
			<button type="button" className="skip" onClick={focusView}>
				Skip to the view
			</button>
			<TopBar file={image}>
				{!narrow && <TabList label="Views" items={tabs} onChange={show} />}
			</TopBar>
			<AddressLine file={image} />
			<Banners image={image} />
			<div className="app-body">
				<TreePane />
				<div className="view-column">
					<main id="main" className="view-pane" tabIndex={-1} data-pane>
						{VIEWS.map((view) => (
							<TabPanel key={view.id} id={view.id} className="view">
								{view.heading && <h1 className="hidden-text">{view.heading}</h1>}
								<OneView view={view} image={image} />
							</TabPanel>
						))}
					</main>
					<WalkDock image={image} />
				</div>
				<AboutPane file={image} />
				<LearnDock file={image} />
			</div>
			<BottomPanel file={image} />
			{narrow ? (
				<nav className="bottombar" aria-label="Views" data-pane>
					<TabList label="Views" place="bottom" items={tabs} onChange={show} />
				</nav>
			) : (
				<StatusBar file={image} />
			)}
			<OfferDialog image={image} />
		</Current>
	);
}

/** Which view is shown. What stands around the views is not built anew for another one. */
function Current({ children }: { readonly children: ReactNode }) {
	const current = usePlacePart((place) => place.view);
	const before = useRef(current);
	useEffect(() => {
		if (before.current === current) return;
		before.current = current;
		closeTreeOver();
		// What had the focus may have gone with the view before.
		focusViewIfLost();
	}, [current]);
	return (
		<TabGroup value={current} className="app">
			{children}
		</TabGroup>
	);
}

/** The frame comes first, and answers already while the rest is built. */
const TREE_STAGE = 1;
const VIEW_STAGE = 2;

const tabOf = ({ id, label, icon, Badge }: View, image: OpenImage): TabItem<ViewId> => ({
	id,
	label,
	icon,
	badge: Badge && <Badge image={image} />,
});

/** Between what the width of the tree may be, and what stays for the rest of the page, px. */
const TREE_ENDS = [240, 480] as const;
const OTHERS = 560;

/** Beside the view, or over it where there is no room. */
function TreePane() {
	const isOver = useTreeIsOver();
	const isOpen = useTreeOver((s) => s.isOpen);
	const shows = usePrefs((s) => s.showsTree);
	const width = usePrefs((s) => s.paneLeft);
	const set = usePrefs((s) => s.set);
	useCloseBeside(isOver && isOpen);
	if (isOver ? !isOpen : !shows) return null;
	return (
		<nav
			className={isOver ? "pane pane-left pane-over" : "pane pane-left"}
			aria-label="File tree"
			style={{ width: `${width / 16}rem` }}
			onKeyDown={(event) => isOver && isClosing(event) && COMMANDS.tree()}
			data-pane="tree"
		>
			<Staged stage={TREE_STAGE}>
				<FileTree />
			</Staged>
			{!isOver && (
				<Splitter
					label="Width of the file tree"
					edge="right"
					size={width}
					ends={TREE_ENDS}
					others={OTHERS}
					onChange={(next) => set("paneLeft", next)}
				/>
			)}
		</nav>
	);
}

/** Who presses what the tree lies over means that. */
function useCloseBeside(isOpen: boolean): void {
	useEffect(() => {
		if (!isOpen) return;
		const close = ({ target }: PointerEvent) => {
			if (target instanceof Element && target.closest("#main")) closeTreeOver();
		};
		document.addEventListener("pointerdown", close);
		return () => document.removeEventListener("pointerdown", close);
	}, [isOpen]);
}

function OneView({ view, image }: { readonly view: View; readonly image: OpenImage }) {
	const { path, nid, space, at } = usePlace();
	const selection = [view.id, path, nid, space, at?.start].join(" ");
	// What a place means for a view the view finds out itself: most of it stays as it is.
	const content = useMemo(() => <view.Component image={image} />, [view, image]);
	// A view that is on its way has its heading already, whoever shows it later.
	const before = (
		<>
			{!view.heading && <h1 className="hidden-text">{view.label}</h1>}
			<Placeholder label={`Loading ${view.label}`} lines={6} />
		</>
	);
	return (
		<Staged stage={VIEW_STAGE} before={before}>
			<ErrorBoundary resetKey={selection} title={`The view “${view.label}” stopped`}>
				{content}
			</ErrorBoundary>
		</Staged>
	);
}
