/** Says in words which bytes of the contents could not be read. */
import { counted } from "../../../../base/words";
import { Notice } from "../../../widgets/Notice";
import { extentText } from "../../../widgets/offsets.model";
import { BytesLink } from "../../../widgets/PlaceLink";
import { Size } from "../../../widgets/Size";
import type { Missing } from "./text-file";

/** Ranges that are listed one by one. */
const LISTED = 20;

/** One line however many ranges there are, so that the text below does not jump while it is read. */
export function MissingNote({ missing }: { readonly missing: readonly Missing[] }) {
	if (missing.length === 0) return null;
	const bytes = missing.reduce((sum, m) => sum + m.end - m.start, 0);
	const places = counted(missing.length, "place");
	return (
		<div className="preview-missing">
			<Notice tone="error">
				<details>
					<summary>
						<Size bytes={bytes} /> in {places} could not be read and are marked as missing.
					</summary>
					<ul>
						{missing.slice(0, LISTED).map((m) => (
							<li key={m.start}>
								<code>{extentText(m)}</code> {m.why}
								{m.at && (
									<>
										{" "}
										Stored at <BytesLink span={m.at} what="the damaged unit" />.
									</>
								)}
							</li>
						))}
						{missing.length > LISTED && (
							<li>and {counted(missing.length - LISTED, "more place")}</li>
						)}
					</ul>
				</details>
			</Notice>
		</div>
	);
}
