import {
	BookOpen,
	CircleHelp,
	Command,
	Ellipsis,
	Hammer,
	type LucideIcon,
	Monitor,
	Moon,
	PanelBottom,
	Sun,
} from "lucide-react";
import type { ReactNode } from "react";
import { changesText, openBench } from "../state/bench";
import type { OpenFile } from "../state/image";
import { useLearning } from "../state/learn";
import { useNarrow } from "../state/media";
import { goToStart } from "../state/open";
import { type Theme, usePrefs } from "../state/prefs";
import { IconButton } from "../widgets/Button";
import { Kbd } from "../widgets/Kbd";
import { Menu, MenuChoice, MenuItem, MenuLine } from "../widgets/Menu";
import { tip } from "../widgets/Tip";
import { Crumbs } from "./Crumbs";
import { ImageMenu } from "./ImageMenu";
import { COMMANDS } from "./shortcuts";
import "./altered.css";

interface TopBarProps {
	readonly file?: OpenFile;
	/** The view tabs, where there is room for them. */
	readonly children?: ReactNode;
}

export function TopBar({ file, children }: TopBarProps) {
	const narrow = useNarrow();
	const learning = useLearning();
	return (
		<header className="topbar" data-pane="above">
			<div className="topbar-start">
				<button
					type="button"
					className="brand"
					onClick={goToStart}
					aria-label="EROFS Explorer: start page"
				>
					<Brand />
					<span className={file ? "hidden-text" : "brand-name"}>EROFS Explorer</span>
				</button>
				{file && <ImageMenu file={file} />}
				{file && <Crumbs file={file} />}
				{file && <AlteredMark file={file} />}
			</div>
			<div className="topbar-tabs">{children}</div>
			<div className="topbar-end">
				<button
					type="button"
					className="topbar-commands"
					aria-pressed={learning}
					{...tip("Learn the format", "F1")}
					onClick={COMMANDS.learn}
				>
					<BookOpen aria-hidden />
					<span className="topbar-word">Learn</span>
				</button>
				{narrow ? (
					<MoreMenu hasFile={file !== undefined} />
				) : (
					<>
						<button
							type="button"
							className="topbar-commands"
							{...tip("All commands and paths", "Ctrl+K")}
							onClick={COMMANDS.palette}
						>
							<Command aria-hidden />
							<span className="topbar-word">Commands</span>
							<Kbd keys="Ctrl+K" />
						</button>
						<ThemeMenu />
						<IconButton icon={CircleHelp} label="Help and keys" keys="?" onClick={COMMANDS.help} />
					</>
				)}
			</div>
		</header>
	);
}

const THEMES = [
	{ value: "system", label: "Same as the system", icon: Monitor },
	{ value: "light", label: "Light", icon: Sun },
	{ value: "dark", label: "Dark", icon: Moon },
] as const satisfies { value: Theme; label: string; icon: LucideIcon }[];

function ThemeMenu() {
	const theme = usePrefs((s) => s.theme);
	const icon = THEMES.find(({ value }) => value === theme)?.icon ?? Monitor;
	return (
		<Menu align="end" trigger={<IconButton icon={icon} label="Theme" />}>
			<ThemeChoice />
		</Menu>
	);
}

function ThemeChoice() {
	const theme = usePrefs((s) => s.theme);
	const set = usePrefs((s) => s.set);
	return (
		<MenuChoice
			label="Theme"
			value={theme}
			onChange={(next) => set("theme", next)}
			options={THEMES}
		/>
	);
}

/** Where there is no room for a button each: the name of the image comes first. */
const MoreMenu = ({ hasFile }: { readonly hasFile: boolean }) => (
	<Menu align="end" trigger={<IconButton icon={Ellipsis} label="More" />}>
		<MenuItem icon={Command} onSelect={COMMANDS.palette}>
			Commands
		</MenuItem>
		{hasFile && (
			<MenuItem icon={PanelBottom} onSelect={COMMANDS.panel}>
				Panel
			</MenuItem>
		)}
		<MenuItem icon={CircleHelp} onSelect={COMMANDS.help}>
			Help and keys
		</MenuItem>
		<MenuLine />
		<ThemeChoice />
	</Menu>
);

/** The mark: blocks of different length, packed. */
const Brand = () => (
	<svg className="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
		<rect className="brand-ground" width="32" height="32" rx="7" />
		<rect className="brand-block" x="7" y="7" width="18" height="4.5" rx="1.2" />
		<rect className="brand-block" x="7" y="13.75" width="11" height="4.5" rx="1.2" />
		<rect className="brand-block brand-faint" x="20" y="13.75" width="5" height="4.5" rx="1.2" />
		<rect className="brand-block" x="7" y="20.5" width="15" height="4.5" rx="1.2" />
	</svg>
);

/** Says in the frame, whatever is shown, that it is an altered copy; leads to what was altered. */
function AlteredMark({ file }: { readonly file: OpenFile }) {
	const { edits } = file.origin;
	if (!edits) return null;
	return (
		<button type="button" className="altered-mark" onClick={() => openBench()}>
			<Hammer aria-hidden />
			<span>
				Altered<span className="altered-word"> copy</span>
				<span className="altered-count">: {changesText(file, edits)}</span>
			</span>
		</button>
	);
}
