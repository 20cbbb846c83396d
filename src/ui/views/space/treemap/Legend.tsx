import type { Colour } from "../model";
import { LEGENDS } from "./tiles.model";

/** What the colours of the tiles say; lines say it too where colours are alike. */
export const Legend = ({ colour }: { readonly colour: Colour }) => (
	<ul className="legend-row" aria-label="Colours of the map">
		{LEGENDS[colour].map(({ hue, hatched, words }) => (
			<li key={words}>
				<span className={`swatch swatch-${hue} ${hatched ? "swatch-hatched" : ""}`} aria-hidden />
				{words}
			</li>
		))}
	</ul>
);
