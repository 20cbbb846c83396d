import { CircleHelp, type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
import type { ReactNode } from "react";
import type { OpenFile } from "../state/image";
import { goToStart } from "../state/open";
import { type Theme, usePrefs } from "../state/prefs";
import { IconButton } from "../widgets/Button";
import { Menu, MenuChoice } from "../widgets/Menu";
import { Brand } from "./Brand";
import { ImageMenu } from "./ImageMenu";

interface TopBarProps {
	readonly file?: OpenFile;
	onHelp(): void;
	/** The view tabs, where there is room for them. */
	readonly children?: ReactNode;
}

export function TopBar({ file, onHelp, children }: TopBarProps) {
	return (
		<header className="topbar" data-pane>
			<button
				type="button"
				className="brand"
				onClick={goToStart}
				aria-label="EROFS Explorer: start page"
			>
				<Brand />
				<span className={file ? "brand-name brand-name-short" : "brand-name"}>EROFS Explorer</span>
			</button>
			{file && <ImageMenu file={file} />}
			<div className="topbar-tabs">{children}</div>
			<div className="topbar-end">
				<ThemeMenu />
				<IconButton icon={CircleHelp} label="Help and keys" keys="?" onClick={onHelp} />
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
	const set = usePrefs((s) => s.set);
	const icon = THEMES.find(({ value }) => value === theme)?.icon ?? Monitor;
	return (
		<Menu align="end" trigger={<IconButton icon={icon} label="Theme" />}>
			<MenuChoice
				label="Theme"
				value={theme}
				onChange={(next) => set("theme", next)}
				options={THEMES}
			/>
		</Menu>
	);
}
