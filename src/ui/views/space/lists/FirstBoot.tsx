/** What a set of files needs of the image, as when only what is read is fetched. */
import { useState } from "react";
import { create } from "zustand";
import { failureInfo } from "../../../../base/errors";
import { counted, countText, percentText, sizeText } from "../../../../base/words";
import type { SetNeed } from "../../../../worker/protocol";
import type { OpenImage } from "../../../state/image";
import { Button } from "../../../widgets/Button";
import { Placeholder } from "../../../widgets/EmptyState";
import { FailureNotice } from "../../../widgets/FailureNotice";
import { TextArea } from "../../../widgets/Field";
import { RatioBar } from "../../../widgets/RatioBar";
import { useSetNeed } from "../queries";

/** What was asked, for who comes back to it. */
const useAsked = create<{ readonly key: number; readonly text: string }>()(() => ({
	key: 0,
	text: "",
}));

export function FirstBoot({ image }: { readonly image: OpenImage }) {
	const asked = useAsked();
	const isMine = asked.key === image.key && asked.text !== "";
	const [text, setText] = useState(isMine ? asked.text : "");
	const { data, error, refetch } = useSetNeed(image, isMine ? asked.text.split("\n") : undefined);
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable
		<section className="list-scroll first-boot" aria-label="First boot" tabIndex={0}>
			<form
				onSubmit={(event) => {
					event.preventDefault();
					useAsked.setState({ key: image.key, text });
				}}
			>
				<TextArea
					label="Files that are read"
					rows={5}
					value={text}
					onChange={setText}
					hint="What is read when the system starts, say: a path or a pattern a line; a directory stands for all below it."
				/>
				<Button small type="submit" disabled={text.trim() === ""}>
					What do they need?
				</Button>
			</form>
			{error ? (
				<FailureNotice
					title="What they need could not be summed up"
					info={failureInfo(error)}
					onRetry={() => void refetch()}
				/>
			) : isMine && !data ? (
				<Placeholder label="Summing up" lines={4} />
			) : (
				data && isMine && <Needed {...data} />
			)}
		</section>
	);
}

function Needed({ inodes, missing, need, cost, fetched }: SetNeed) {
	const { stored, around, whole } = need;
	const words = ({ read, decoded }: SetNeed["cost"]["page"]) =>
		`${sizeText(read)} read${decoded > 0 ? `, ${sizeText(decoded)} decoded` : ""}`;
	return (
		<div className="first-boot-need">
			<h2>
				{sizeText(stored + around)} of {sizeText(whole)}:{" "}
				{percentText((stored + around) / (whole || 1))}
			</h2>
			<RatioBar stored={stored + around} size={whole} decorative />
			<p>
				{countText(inodes)} {inodes === 1 ? "inode" : "inodes"} with {sizeText(need.contents)} of
				contents: {sizeText(stored)} where these are stored, {sizeText(around)} of metadata, with
				the directories that lead there. Each byte is counted once.
			</p>
			<ul>
				{fetched.map(({ piece, bytes }) => (
					<li key={piece}>
						Fetched in pieces of {sizeText(piece)}: {sizeText(bytes)},{" "}
						{percentText(bytes / (whole || 1))} of the image.
					</li>
				))}
				<li>4 KiB at random of these files: {words(cost.page)}, on average.</li>
				<li>
					All of {counted(cost.files, "file")} with contents, one after the other:{" "}
					{words(cost.whole)}.
				</li>
				<li>FSDAX can map {countText(cost.mappable)} of them as they lie.</li>
			</ul>
			{missing.length > 0 && (
				<>
					<p>
						{missing.length === 1 ? "1 line leads" : `${countText(missing.length)} lines lead`} to
						nothing:
					</p>
					<ul className="mono">
						{missing.slice(0, MOST).map((line) => (
							<li key={line}>{line}</li>
						))}
					</ul>
					{missing.length > MOST && <p>{countText(missing.length - MOST)} more.</p>}
				</>
			)}
		</div>
	);
}

/** Lines without an answer that are shown. */
const MOST = 50;
