/** Where we are: the path as buttons, or as a box to type a path into. */
import { Pencil } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { OpenImage } from "../../state/image";
import { IconButton } from "../../widgets/Button";
import { CopyIcon } from "../../widgets/CopyButton";
import { PlaceLink } from "../../widgets/PlaceLink";
import { PathInput } from "./PathInput";
import "./path.css";

interface PathBarProps {
	readonly image: OpenImage;
	/** In `showName` form; undefined while nothing is selected. */
	readonly path: string | undefined;
}

/** Every directory on the way, and the thing itself. */
function crumbs(path: string): { readonly name: string; readonly path: string }[] {
	const names = path.split("/").filter(Boolean);
	return names.map((name, i) => ({ name, path: `/${names.slice(0, i + 1).join("/")}` }));
}

const to = (path: string) => ({ path, nid: undefined, view: "inode" }) as const;

export function PathBar({ image, path }: PathBarProps) {
	const [editing, setEditing] = useState(false);
	const end = useRef<HTMLElement>(null);

	useEffect(() => {
		const onKeyDown = (event: KeyboardEvent) => {
			if (event.key.toLowerCase() !== "l" || !(event.ctrlKey || event.metaKey)) return;
			event.preventDefault();
			setEditing(true);
		};
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, []);

	// The end of a long path says most.
	useEffect(() => {
		if (!path || editing) return;
		// With the next frame, which lays out the page anyway.
		const frame = requestAnimationFrame(() => {
			if (end.current) end.current.scrollLeft = end.current.scrollWidth;
		});
		return () => cancelAnimationFrame(frame);
	}, [path, editing]);

	if (editing) {
		return <PathInput image={image} path={path ?? "/"} onClose={() => setEditing(false)} />;
	}
	return (
		<div className="path-bar">
			<nav className="path-crumbs" aria-label="Path" ref={end}>
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
			{path && <CopyIcon text={path} label="Copy path" />}
			<IconButton
				icon={Pencil}
				small
				label="Type a path"
				keys="Ctrl+L"
				onClick={() => setEditing(true)}
			/>
		</div>
	);
}
