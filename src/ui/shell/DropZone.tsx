/** The whole window takes drops, at any time: files, and links to images. */
import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { droppedFolder } from "../state/folder";
import { takeFiles, takeUrls } from "../state/offer";
import { openFolder } from "../state/open";
import { droppedUrls, isFromOutside } from "./drop.model";
import "./drop.css";

export function DropZone() {
	const over = useDrops();
	if (!over) return null;
	return (
		<div className="drop" aria-hidden>
			<div className="drop-card">
				<Download />
				<p className="drop-title">Drop to open</p>
				<p>An image, an image together with its devices, or a folder with what belongs together.</p>
			</div>
		</div>
	);
}

/** Takes what is dropped or pasted; true while something is held over the window. */
function useDrops(): boolean {
	const [over, setOver] = useState(false);
	useEffect(() => {
		let inside = false; // a drag that began in the page itself is none of ours
		let depth = 0; // enter and leave come for every element on the way
		const show = (d: number) => {
			depth = Math.max(0, d);
			setOver(depth > 0);
		};
		const takes = (event: DragEvent) => !inside && isFromOutside(event.dataTransfer);
		const abort = new AbortController();
		const on = <K extends keyof WindowEventMap>(type: K, act: (event: WindowEventMap[K]) => void) =>
			window.addEventListener(type, act, { signal: abort.signal });

		on("dragstart", () => {
			inside = true;
		});
		on("dragend", () => {
			inside = false;
		});
		on("dragenter", (event) => takes(event) && show(depth + 1));
		on("dragleave", (event) => takes(event) && show(depth - 1));
		on("dragover", (event) => {
			if (!takes(event)) return;
			event.preventDefault();
			if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
		});
		on("drop", (event) => {
			show(0);
			if (!takes(event)) return;
			event.preventDefault();
			// Browsers take a drop for no use of the pointer, and would frame what has the focus then.
			document.documentElement.dataset.dropped = "";
			take(event.dataTransfer);
		});
		on("keydown", () => {
			delete document.documentElement.dataset.dropped;
		});
		on("paste", (event) => {
			const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea");
			if (!typing && !event.defaultPrevented) take(event.clipboardData);
		});
		return () => abort.abort();
	}, []);
	return over;
}

function take(data: DataTransfer | null): void {
	if (!data) return;
	const urls = droppedUrls((type) => data.getData(type));
	const entries = [...data.items].map((item) => item.webkitGetAsEntry());
	const folder = droppedFolder(entries.filter((entry) => entry !== null));
	if (folder) openFolder(folder);
	else if (data.files.length > 0) takeFiles([...data.files]);
	else if (urls.length > 0) takeUrls(urls);
}
