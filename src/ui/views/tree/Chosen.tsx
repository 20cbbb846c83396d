/** What is checked, together: how much it is, and how to save it. */
import { Download, X } from "lucide-react";
import { useMemo } from "react";
import { counted, countText, sizeText, storedText } from "../../../base/words";
import type { OpenImage } from "../../state/image";
import { save } from "../../state/save";
import { Button, IconButton } from "../../widgets/Button";
import { type Checked, pathsOf, together } from "./model/checked";
import "./chosen.css";

interface ChosenProps {
	readonly image: OpenImage;
	/** Directory that all of it is in or below. */
	readonly nid: bigint;
	/** Of the directory: what is saved is called after it. */
	readonly name: string;
	readonly checked: Checked;
	onClear(): void;
}

export function Chosen({ image, nid, name, checked, onClear }: ChosenProps) {
	const { count, size, stored } = useMemo(() => together(checked), [checked]);
	const saveAs = (as: "tar" | "zip") => {
		const label = `Saving of ${counted(count, "entry", "entries")}`;
		void save(image.client, { nid, as, name, only: pathsOf(checked) }, label);
	};
	return (
		<section className="chosen" aria-label="Selected entries">
			<p role="status">
				<strong>{countText(count)} selected</strong>{" "}
				{size === undefined || stored === undefined
					? "sizes not known yet"
					: `${sizeText(size)}, on disk ${storedText(stored, size)}`}
			</p>
			<Button small icon={Download} onClick={() => saveAs("tar")}>
				Save as tar
			</Button>
			<Button small onClick={() => saveAs("zip")}>
				Save as zip
			</Button>
			<IconButton small icon={X} label="Select none" keys="Esc" onClick={onClear} />
		</section>
	);
}
