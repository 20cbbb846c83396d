/** The whole page: the start page or the open image, and what lies over both. */
import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useDeferredValue, useEffect, useRef } from "react";
import { DropZone } from "./shell/DropZone";
import { NewVersion } from "./shell/NewVersion";
import { Over } from "./shell/Over";
import { useShortcuts } from "./shell/shortcuts";
import { TopBar } from "./shell/TopBar";
import { type OpenFile, type OpenImage, useImage } from "./state/image";
import { currentPlace, usePlacePart } from "./state/location";
import { useFollowPlace } from "./state/open";
import { type Origin, originOf, sameOrigin, unaltered } from "./state/origin";
import { startSurvey } from "./state/survey";
import { later, preloadViews } from "./views/later";
import { LearnDock } from "./views/learn/LearnDock";
import { StartView } from "./views/start/StartView";
import { ErrorBoundary } from "./widgets/ErrorBoundary";
import { focusView } from "./widgets/focus";
import { TermCard } from "./widgets/Term";
import { TipLayer } from "./widgets/Tip";
import { TypeSprite } from "./widgets/TypeIcon";
import "./App.css";

// Whoever opens nothing needs neither.
const Workbench = later(async () => (await import("./shell/beyond")).Workbench);
const RawBench = later(async () => (await import("./shell/beyond")).RawBench);

/** Milliseconds in which the page is built, before other work wants the processor too. */
const HEAD_START = 200;

export function App() {
	// A workbench takes long to build: deferred, it is built in slices, between which the page answers.
	const image = useDeferredValue(useImage((s) => s.image));
	useOpened(image);
	usePreload();
	const hasRaw = useImage((s) => s.raw !== undefined);
	const latest = useDeferredValue(useImage((s) => s.raw));
	// What was closed is not shown any longer.
	const raw = hasRaw ? latest : undefined;
	const failed = useImage((s) => s.failure?.request.origin);
	const isRaw = usePlacePart((place) => sameOrigin(raw?.origin, originOf(place)));
	const isHere = usePlacePart((place) => stays(image, originOf(place), failed)) && !isRaw;
	const shown = isHere ? image : undefined;
	const file = shown ?? (isRaw ? raw : undefined);
	useFocusKept(file);
	useShortcuts(file);
	return (
		<>
			<PlaceFollower file={file} />
			{/* The start page stays until what shows the file is there, or says why it is not. */}
			<Suspense>
				<ErrorBoundary resetKey={String(file?.key)} title="The page is not whole">
					{shown ? (
						<Workbench key={shown.key} image={shown} />
					) : raw && isRaw ? (
						<RawBench key={raw.key} raw={raw} />
					) : (
						<div className="app">
							<TopBar />
							<div className="app-body">
								<StartView />
								<LearnDock file={undefined} />
							</div>
						</div>
					)}
				</ErrorBoundary>
			</Suspense>
			<TypeSprite />
			<TermCard />
			<TipLayer />
			<DropZone />
			<NewVersion />
			<Over file={file} />
		</>
	);
}

/** Whether the open image is what a place means; while a copy of it is being altered, it stays. */
function stays(image: OpenImage | undefined, here: Origin, failed: Origin | undefined): boolean {
	if (!image || sameOrigin(image.origin, here)) return image !== undefined;
	return sameOrigin(unaltered(image.origin), unaltered(here)) && !sameOrigin(failed, here);
}

/** When an image has been opened: forget the answers of the one before, walk the new one, be ready. */
function useOpened(image: OpenImage | undefined): void {
	const queries = useQueryClient();
	useEffect(() => {
		if (!image) return;
		const ofOthers = (key: unknown) => typeof key === "number" && key !== image.key;
		queries.removeQueries({ predicate: ({ queryKey }) => ofOthers(queryKey[0]) });
		// A walk over a remote image costs its user traffic: only when asked for.
		if (!image.overview.remote) void startSurvey(image, HEAD_START);
	}, [image, queries]);
}

/** Once the page is on screen: fetch what it shows next. */
function usePreload(): void {
	useEffect(() => {
		const timer = setTimeout(preloadViews, HEAD_START);
		return () => clearTimeout(timer);
	}, []);
}

/** What the page was loaded with. */
const LOADED = originOf(currentPlace());

/** What had the focus went with what was on screen before: it goes on to the view, not to nowhere. */
function useFocusKept(file: OpenFile | undefined): void {
	// Where the focus begins in a page that a link opens is left to the browser.
	const byLink = useRef(!LOADED.file);
	useEffect(() => {
		if (!file) return;
		const isLoaded = byLink.current && sameOrigin(file.origin, LOADED);
		byLink.current = false;
		if (!isLoaded && document.activeElement === document.body) focusView();
	}, [file]);
}

/** What follows every step of the user. A part of its own, so that nothing else has to. */
function PlaceFollower({ file }: { readonly file: OpenFile | undefined }) {
	useFollowPlace();
	const name = file && `${file.origin.edits ? "altered " : ""}${file.facts.name}`;
	const part = file?.facts.part;
	const path = usePlacePart((place) => place.path);
	useEffect(() => {
		document.title = [path, part, name, "EROFS Explorer"].filter(Boolean).join(" · ");
	}, [name, part, path]);
	return null;
}
