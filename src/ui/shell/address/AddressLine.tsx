/** The selection in one line: its path, its inode and its bytes; and the box to go elsewhere. */
import { ArrowLeft, ArrowRight, FolderTree, Link, LocateFixed } from "lucide-react";
import { useEffect, useRef } from "react";
import { exactBytes } from "../../../base/words";
import { isImage, type OpenFile } from "../../state/image";
import { usePlace } from "../../state/location";
import { useGivesWay } from "../../state/media";
import { useSelection } from "../../state/selected";
import { IconButton } from "../../widgets/Button";
import { CopyIcon } from "../../widgets/CopyButton";
import { Kbd } from "../../widgets/Kbd";
import { hexText, spaceText } from "../../widgets/offsets.model";
import { PlaceLink } from "../../widgets/PlaceLink";
import { openName } from "../image.model";
import { COMMANDS } from "../shortcuts";
import { GotoBox } from "./GotoBox";
import { closeGoto, openGoto, useGotoBox } from "./goto-box";
import "./address.css";

export function AddressLine({ file }: { readonly file: OpenFile }) {
	const place = usePlace();
	const { path, nid } = useSelection(file);
	const { isOpen } = useGotoBox();
	const treeIsOver = useGivesWay("tree") && isImage(file);
	return (
		<section className="address" aria-label="Where you are" data-pane="above">
			{treeIsOver && (
				<IconButton icon={FolderTree} label="File tree" keys="Ctrl+B" onClick={COMMANDS.tree} />
			)}
			<IconButton icon={ArrowLeft} label="Back" keys="Alt+←" onClick={() => history.back()} />
			<IconButton
				icon={ArrowRight}
				label="Forward"
				keys="Alt+→"
				className="address-roomy"
				onClick={() => history.forward()}
			/>
			{isOpen ? (
				<GotoBox file={file} text={path ?? ""} onClose={closeGoto} />
			) : (
				<div className="address-field">
					{isImage(file) ? (
						<Path path={path} />
					) : (
						<span className="path-crumb">{openName(file.facts)}</span>
					)}
					{path && <CopyIcon text={path} label="Copy path" />}
					<span className="address-facts">
						{place.view === "bytes" && place.at ? (
							<>
								<span className="address-roomy">
									{exactBytes(place.at.end - place.at.start)} at{" "}
								</span>
								{hexText(place.at.start)} {spaceText(place.space)}
							</>
						) : (
							nid !== undefined && <span className="address-roomy">inode number {nid}</span>
						)}
					</span>
					<button type="button" className="address-goto" onClick={openGoto}>
						<LocateFixed aria-hidden />
						<span className="hidden-text">Go to </span>
						<Kbd keys="Ctrl+G" />
					</button>
				</div>
			)}
			{file.origin.file === undefined && (
				<IconButton
					icon={Link}
					label="Copy link to this place"
					className="address-roomy"
					onClick={() => void navigator.clipboard?.writeText(window.location.href)}
				/>
			)}
		</section>
	);
}

/** Every directory on the way, and the thing itself. */
function crumbs(path: string): { readonly name: string; readonly path: string }[] {
	const names = path.split("/").filter(Boolean);
	return names.map((name, i) => ({ name, path: `/${names.slice(0, i + 1).join("/")}` }));
}

/** Marks the sides on which there is more than is in sight: the style sheet shows it. */
function showCut(element: HTMLElement): void {
	const { scrollLeft, scrollWidth, clientWidth } = element;
	element.toggleAttribute("data-more-before", scrollLeft > 1);
	element.toggleAttribute("data-more-after", scrollLeft + clientWidth < scrollWidth - 1);
}

const to = (path: string) => ({ path, nid: undefined, view: "files" }) as const;

/** @param path in `showName` form; undefined while nothing is selected */
function Path({ path }: { readonly path: string | undefined }) {
	const line = useRef<HTMLElement>(null);
	// The end of a long path says most.
	useEffect(() => {
		const element = line.current;
		if (!path || !element) return;
		// Called with the layout of the next frame, and whenever the room changes.
		const observer = new ResizeObserver(() => {
			element.scrollLeft = element.scrollWidth;
			showCut(element);
		});
		observer.observe(element);
		return () => observer.disconnect();
	}, [path]);
	return (
		<nav
			className="path-crumbs"
			aria-label="Path"
			title={path}
			ref={line}
			onScroll={(event) => showCut(event.currentTarget)}
		>
			<ol>
				<li>
					<PlaceLink to={to("/")} className="path-crumb" label="/, the root directory">
						/
					</PlaceLink>
				</li>
				{crumbs(path ?? "/").map((part, i) => (
					<li key={part.path}>
						{i > 0 && (
							<span className="path-slash" aria-hidden>
								/
							</span>
						)}
						<PlaceLink to={to(part.path)} className="path-crumb">
							{part.name}
						</PlaceLink>
					</li>
				))}
			</ol>
		</nav>
	);
}
