/** The way through wrappers, each step with a menu of what lies beside it. */
import { Check, ChevronDown, CornerLeftUp } from "lucide-react";
import { countText, sizeText } from "../../base/words";
import type { OpenFile } from "../state/image";
import { openOtherwise } from "../state/open";
import { isImagePart, useParts } from "../state/parts";
import { Menu, MenuItem } from "../widgets/Menu";
import { partIcon, partKind } from "../widgets/parts.model";
import { type Crumb, crumbsTo, partLabel } from "./crumbs.model";
import { lastName } from "./image.model";
import "./crumbs.css";

/** Siblings named in a menu; images before others where there are more. */
const MOST = 100;

export function Crumbs({ file }: { readonly file: OpenFile }) {
	const { chain, around = [] } = file.facts;
	const { list } = useParts(file, chain !== undefined);
	if (chain === undefined) return null;
	// The outermost is the file itself, which stands in front.
	const images = around.filter((one) => one !== "").toReversed();
	return (
		<nav className="crumbs" aria-label="Way to what is open">
			<ol>
				{images.map((one) => (
					<li key={one}>
						<button type="button" className="crumb" onClick={() => openOtherwise({ chain: one })}>
							<CornerLeftUp aria-hidden />
							<span className="crumb-name">{lastName(one)}</span>
						</button>
					</li>
				))}
				{crumbsTo(list, chain).map((crumb) => (
					<li key={crumb.chain}>
						<Step crumb={crumb} isHere={crumb.chain === chain} />
					</li>
				))}
			</ol>
		</nav>
	);
}

function Step({ crumb, isHere }: { readonly crumb: Crumb; readonly isHere: boolean }) {
	const { label, siblings } = crumb;
	const isLong = siblings.length > MOST;
	const sorted = isLong
		? [...siblings].sort((a, b) => Number(isImagePart(b)) - Number(isImagePart(a)))
		: siblings;
	const trigger = (
		<button type="button" className="crumb" title={crumb.chain} aria-current={isHere || undefined}>
			<span className="crumb-name">{label}</span>
			<ChevronDown aria-hidden />
		</button>
	);
	return (
		<Menu trigger={trigger}>
			<p className="menu-heading">
				{siblings.length === 1 ? "Nothing else lies beside it" : "What lies beside it"}
			</p>
			{sorted.slice(0, MOST).map((part) => {
				const about = [
					partKind(part),
					part.size === undefined ? "" : sizeText(part.size),
					part.trouble,
				];
				return (
					<MenuItem
						key={part.chain}
						icon={part.chain === crumb.chain ? Check : partIcon(part)}
						disabled={part.trouble !== undefined}
						onSelect={() => openOtherwise({ chain: part.chain })}
					>
						<span className="crumb-part">{partLabel(part)}</span>
						<span className="crumb-about">{about.filter(Boolean).join(" · ")}</span>
					</MenuItem>
				);
			})}
			{isLong && <p className="menu-heading">{countText(siblings.length - MOST)} more</p>}
		</Menu>
	);
}
