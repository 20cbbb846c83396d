/** What the wrappers around the image say of their bytes, compared when somebody asks. */
import { Package } from "lucide-react";
import type { OpenImage } from "../../state/image";
import { useSums } from "../../state/sums";
import { CoverageRow } from "../../widgets/CoverageList";
import { SumsButton, SumsResults } from "../../widgets/Sums";

/** Nothing for an image that is a file of its own. */
export function WrapperCoverage({ image }: { readonly image: OpenImage }) {
	const { state } = useSums(image);
	if (image.facts.chain === undefined) return null;
	return (
		<CoverageRow
			mark={<Package aria-hidden />}
			label="Wrappers around it"
			action={<SumsButton file={image} />}
		>
			{state === "idle" ? (
				<>
					<b>not checked</b> checksums that they have of what they hold
				</>
			) : (
				<SumsResults file={image} isListed />
			)}
		</CoverageRow>
	);
}
