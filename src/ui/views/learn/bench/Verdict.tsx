/** What the check says of the altered copy. Small images are checked at once, large ones when asked. */
import { useEffect } from "react";
import { counted, countText } from "../../../../base/words";
import { startCheck, useCheck } from "../../../state/check";
import { useGroups } from "../../../state/groups";
import { isImage, type OpenFile, type OpenImage, type OpenRaw } from "../../../state/image";
import { Button } from "../../../widgets/Button";
import { FindingList } from "../../../widgets/FindingList";
import { PlaceLink } from "../../../widgets/PlaceLink";

/** Bytes of an image that is checked without being asked. */
const SMALL = 4 << 20;
/** Causes that are shown here. */
const MOST_SHOWN = 5;

export function Verdict({ file }: { readonly file: OpenFile }) {
	return (
		<section className="bench-verdict" aria-labelledby="bench-verdict">
			<h4 id="bench-verdict">What the check says</h4>
			{isImage(file) ? <OfImage image={file} /> : <Refused why={(file as OpenRaw).why.message} />}
		</section>
	);
}

const Refused = ({ why }: { readonly why: string }) => (
	<p>
		<b>The copy does not open any more.</b> {why} Undo the change, and it opens again.
	</p>
);

function OfImage({ image }: { readonly image: OpenImage }) {
	const { state } = useCheck(image);
	const groups = useGroups(image);
	const { size, remote } = image.facts;
	const byItself = size <= SMALL && !remote;
	useEffect(() => {
		if (byItself && state === "idle") void startCheck(image, "contents");
	}, [byItself, state, image]);
	const check = () => void startCheck(image, "contents");
	return (
		<>
			<p role="status">
				{state === "running"
					? "Checking all structures and contents…"
					: state === "done"
						? groups.length === 0
							? "Nothing is found in structures and contents."
							: `${counted(groups.length, "cause")} found.`
						: "Not all is checked."}
			</p>
			{state !== "running" && state !== "done" && (
				<Button small onClick={check}>
					Check all
				</Button>
			)}
			<FindingList groups={groups.slice(0, MOST_SHOWN)} />
			{groups.length > MOST_SHOWN && (
				<PlaceLink to={{ view: "check" }}>All {countText(groups.length)} in Check</PlaceLink>
			)}
		</>
	);
}
