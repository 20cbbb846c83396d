import { usePrefs } from "../../../state/prefs";
import { MenuCheck, MenuChoice, MenuLine } from "../../../widgets/Menu";

const ROWS = [
	{ value: "auto", label: "As many as fit" },
	{ value: "8", label: "8" },
	{ value: "16", label: "16" },
	{ value: "32", label: "32" },
] as const;
const GROUPS = [
	{ value: "2", label: "2" },
	{ value: "4", label: "4" },
	{ value: "8", label: "8" },
] as const;
const BASES = [
	{ value: "hex", label: "Hexadecimal" },
	{ value: "decimal", label: "Decimal" },
] as const;

const textOf = <N extends number>(n: N): `${N}` => String(n) as `${N}`;

/** How the rows look, as entries of a menu. Kept on this device. */
export function RowOptions() {
	const { hexRow, hexGroup, hexBase, hexFollows, hexLegend, set } = usePrefs();
	return (
		<>
			<MenuChoice
				label="Bytes in a row"
				value={hexRow === "auto" ? hexRow : textOf(hexRow)}
				onChange={(row) => set("hexRow", row === "auto" ? row : NUMBERS[row])}
				options={ROWS}
			/>
			<MenuLine />
			<MenuChoice
				label="Bytes in a group"
				value={textOf(hexGroup)}
				onChange={(group) => set("hexGroup", NUMBERS[group])}
				options={GROUPS}
			/>
			<MenuLine />
			<MenuChoice
				label="Offsets"
				value={hexBase}
				onChange={(base) => set("hexBase", base)}
				options={BASES}
			/>
			<MenuLine />
			<MenuCheck checked={hexLegend} onChange={(legend) => set("hexLegend", legend)}>
				Legend under the bytes
			</MenuCheck>
			<MenuCheck checked={hexFollows} onChange={(follows) => set("hexFollows", follows)}>
				Follow the file tree
			</MenuCheck>
		</>
	);
}

const NUMBERS = { "2": 2, "4": 4, "8": 8, "16": 16, "32": 32 } as const;
