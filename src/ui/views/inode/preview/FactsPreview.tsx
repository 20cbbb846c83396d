/** What a format tells of a file at a glance: facts, and the parts it is made of. */
import { type ReactNode, useRef } from "react";
import type { Facts, PreviewFact } from "../../../../worker/protocol";
import { Disclosure } from "../../../widgets/Disclosure";
import { FindingList } from "../../../widgets/FindingList";
import { Notice } from "../../../widgets/Notice";
import type { InodeParts } from "../parts";
import { Items } from "./Items";
import "./facts.css";

interface Props extends InodeParts {
	readonly facts: Facts;
	readonly ways: ReactNode;
}

export function FactsPreview({ detail, facts, ways }: Props) {
	const { title, rows, items, troubles } = facts;
	const body = useRef<HTMLElement>(null);
	return (
		<div className="preview-facts">
			<div className="preview-bar">
				{ways}
				<p>
					<strong>{title}</strong>
				</p>
			</div>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable */}
			<section ref={body} className="facts-body" tabIndex={0} aria-label={title}>
				{troubles.length > 0 && <Trouble facts={facts} />}
				<dl className="facts">
					{rows.map((row) => (
						<Fact key={row.label} {...row} />
					))}
				</dl>
				{items && items.list.length > 0 && (
					<Items {...items} space={detail.contents} scroller={body} />
				)}
			</section>
		</div>
	);
}

const Fact = ({ label, values, code }: PreviewFact) => (
	<div>
		<dt>{label}</dt>
		{values.map((value, i) => (
			// biome-ignore lint/suspicious/noArrayIndexKey: the same name may be there twice
			<dd key={i}>{code ? <code>{value}</code> : value}</dd>
		))}
	</div>
);

/** The file itself is wrong, which is no fault of the image. */
function Trouble({ facts: { troubles, way } }: { readonly facts: Facts }) {
	const what = way.toLowerCase();
	return (
		<Notice tone="warning">
			<Disclosure summary={`This ${what} is damaged or cut off: ${troubles[0]?.text ?? ""}`}>
				<FindingList groups={troubles.map((cause) => ({ cause, follows: [] }))} />
			</Disclosure>
		</Notice>
	);
}
