/** Which columns to show, and whether directories come first. */
import { Columns3 } from "lucide-react";
import { memo } from "react";
import { usePrefs } from "../../state/prefs";
import { IconButton } from "../../widgets/Button";
import { Menu, MenuCheck, MenuLine } from "../../widgets/Menu";
import { COLUMNS } from "./model/columns.model";

export const ColumnMenu = memo(function ColumnMenu() {
	const hidden = usePrefs((prefs) => prefs.treeHidden);
	const directoriesFirst = usePrefs((prefs) => prefs.directoriesFirst);
	const set = usePrefs((prefs) => prefs.set);
	const show = (id: string, on: boolean) =>
		set("treeHidden", on ? hidden.filter((other) => other !== id) : [...hidden, id]);
	return (
		<Menu align="end" trigger={<IconButton icon={Columns3} label="Columns and order" />}>
			<p className="menu-heading">Columns, as far as there is room</p>
			{COLUMNS.slice(1).map(({ id, label }) => (
				<MenuCheck key={id} checked={!hidden.includes(id)} onChange={(on) => show(id, on)}>
					{label}
				</MenuCheck>
			))}
			<MenuLine />
			<MenuCheck checked={directoriesFirst} onChange={(on) => set("directoriesFirst", on)}>
				Directories first
			</MenuCheck>
		</Menu>
	);
});
