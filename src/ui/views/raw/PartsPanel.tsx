/** What is in a file that is no image itself: each part with its kind and size, to be opened. */
import { failureInfo } from "../../../base/errors";
import { counted, countText, sizeText } from "../../../base/words";
import type { PartEntry } from "../../../worker/protocol";
import { shortName } from "../../shell/image.model";
import type { OpenRaw } from "../../state/image";
import { openOtherwise } from "../../state/open";
import { isImagePart, useParts } from "../../state/parts";
import { Button } from "../../widgets/Button";
import { Placeholder } from "../../widgets/EmptyState";
import { FailureNotice } from "../../widgets/FailureNotice";
import { partIcon, partKind, partName } from "../../widgets/parts.model";
import { SumsButton, SumsResults } from "../../widgets/Sums";

/** Why a file did not open of which it is known that it has parts. */
const HAVE_PARTS = ["several-images", "no-image-inside", "wrapper"];
/** Room that they have until they are here. */
const LINES = 6;

/** Parts shown at most; images before the others when there are more. */
const MOST_SHOWN = 200;

export function PartsPanel({ raw }: { readonly raw: OpenRaw }) {
	const { list, more, isComing, error, retry } = useParts(raw, true);
	const isExpected = HAVE_PARTS.includes(raw.why.code ?? "");
	if (error && isExpected) {
		return (
			<FailureNotice
				title="What is in it could not be listed"
				info={failureInfo(error)}
				onRetry={retry}
			/>
		);
	}
	if (isComing && isExpected) return <Placeholder lines={LINES} label="Listing what is in it" />;
	if (list.length < 2) return null;
	const [whole, ...inside] = list;
	const images = inside.filter(isImagePart);
	const isLong = inside.length > MOST_SHOWN;
	const shown = isLong
		? [...images, ...inside.filter((part) => !isImagePart(part))].slice(0, MOST_SHOWN)
		: inside;
	return (
		<section className="raw-parts" aria-labelledby="raw-parts-title">
			<h2 id="raw-parts-title">
				What is in {raw.facts.chain === undefined ? "it" : shortName(raw.facts.name)}
			</h2>
			<ul>
				{shown.map((part) => (
					<Part
						key={part.chain}
						part={part}
						indent={isLong ? 0 : part.depth - (whole?.depth ?? 0) - 1}
					/>
				))}
			</ul>
			<div className="raw-sums">
				<SumsButton file={raw} />
			</div>
			<SumsResults file={raw} />
			{(isLong || more) && (
				<p>
					{more
						? `${countText(inside.length - shown.length)} and more others are not shown.`
						: `Not shown: ${counted(inside.length - shown.length, "other")}.`}
				</p>
			)}
		</section>
	);
}

function Part({ part, indent }: { readonly part: PartEntry; readonly indent: number }) {
	const { chain, size, trouble, detail } = part;
	const Icon = partIcon(part);
	const name = partName(part);
	const isImage = isImagePart(part);
	return (
		<li className="raw-part" style={{ paddingInlineStart: `${indent * 18}px` }}>
			<Icon aria-hidden />
			<span className="raw-part-name" title={chain}>
				{name}
			</span>
			<span className={trouble ? "raw-part-about raw-part-trouble" : "raw-part-about"}>
				{[partKind(part), size === undefined ? undefined : sizeText(size), detail, trouble]
					.filter(Boolean)
					.join(" · ")}
			</span>
			{!trouble && (
				<Button
					small
					variant={isImage ? "primary" : undefined}
					onClick={() => openOtherwise({ chain })}
				>
					{isImage ? "Open" : "Bytes"}
					<span className="hidden-text"> {name}</span>
				</Button>
			)}
		</li>
	);
}
