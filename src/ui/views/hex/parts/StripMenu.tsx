/** What the strip shows, to be chosen; and of a remote image, to look for owners at all. */
import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { IMAGE_SPACE } from "../../../../base/space";
import { sizeText } from "../../../../base/words";
import { isImage, type OpenFile } from "../../../state/image";
import { findOwners, useOwners } from "../../../state/owners";
import { type StripMode, usePrefs } from "../../../state/prefs";
import { Menu, MenuChoice, MenuItem, MenuLine } from "../../../widgets/Menu";
import type { Hex } from "../state/hex";

const NAMES: Readonly<Record<StripMode, string>> = {
	owner: "Owner",
	findings: "Findings",
	fetched: "Fetched",
};

/** Of a local image nothing is fetched. */
export const modesOf = ({ facts }: OpenFile, { space }: Hex): readonly StripMode[] =>
	facts.remote && space === IMAGE_SPACE ? ["owner", "findings", "fetched"] : ["owner", "findings"];

interface StripMenuProps {
	readonly image: OpenFile;
	readonly hex: Hex;
	readonly mode: StripMode;
}

export function StripMenu({ image, hex, mode }: StripMenuProps) {
	const set = usePrefs((s) => s.set);
	const options = modesOf(image, hex).map((value) => ({ value, label: NAMES[value] }));
	return (
		<Menu
			trigger={
				<button type="button" className="hex-map-mode" aria-label={`Strip shows: ${NAMES[mode]}`}>
					<span>{NAMES[mode]}</span>
					<ChevronDown aria-hidden />
				</button>
			}
		>
			<MenuChoice<StripMode>
				label="The strip shows"
				value={mode}
				onChange={(next) => set("hexStrip", next)}
				options={options}
			/>
			{image.facts.remote && isImage(image) && <FindOwners image={image} />}
		</Menu>
	);
}

/** Of a remote image that fetches all metadata: it is asked for, with its price. */
function FindOwners({ image }: { readonly image: OpenFile }) {
	const { state } = useOwners(image);
	const { data } = useQuery({
		queryKey: [image.key, "ownersCost", state],
		staleTime: 0,
		queryFn: async ({ signal }) => (await image.client.call("ownersCost", {}, { signal })).bytes,
	});
	if (state === "done" || data === 0) return null;
	const cost = data === undefined ? "" : ` (about ${sizeText(data)})`;
	return (
		<>
			<MenuLine />
			<MenuItem disabled={state === "running"} onSelect={() => void findOwners(image)}>
				{state === "running" ? "Reading all metadata …" : `Read all metadata${cost}`}
			</MenuItem>
		</>
	);
}
