/** "What is this" beside the view, where there is room. */
import { X } from "lucide-react";
import type { OpenFile } from "../state/image";
import { usePrefs } from "../state/prefs";
import { IconButton } from "../widgets/Button";
import { Splitter } from "../widgets/Splitter";
import { About } from "./About";
import { useAboutIsUnder, useHasAbout } from "./panes";
import { COMMANDS } from "./shortcuts";

/** Between what the width may be, and what stays for the rest of the page, px. */
const ENDS = [280, 480] as const;
const OTHERS = 800;

export function AboutPane({ file }: { readonly file: OpenFile }) {
	const isUnder = useAboutIsUnder();
	const shows = usePrefs((s) => s.showsAbout);
	const width = usePrefs((s) => s.paneRight);
	const set = usePrefs((s) => s.set);
	const says = useHasAbout();
	if (isUnder || !shows || !says) return null;
	return (
		<aside
			className="pane pane-right"
			aria-label="What is this"
			style={{ width: `${width / 16}rem` }}
			data-pane="about"
		>
			<div className="pane-head">
				<h2>What is this</h2>
				<IconButton small icon={X} label="Hide" keys="Ctrl+I" onClick={COMMANDS.about} />
			</div>
			<div className="pane-body">
				<About file={file} />
			</div>
			<Splitter
				label="Width of what this is"
				edge="left"
				size={width}
				ends={ENDS}
				others={OTHERS}
				onChange={(next) => set("paneRight", next)}
			/>
		</aside>
	);
}
