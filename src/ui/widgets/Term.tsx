/**
 * Words that can be explained, and the card that explains them. A page has some hundred such
 * words and shows one explanation at a time: one card serves them all.
 */
import { Popover } from "@base-ui/react/popover";
import type { ReactNode } from "react";
import "./term.css";

interface Explanation {
	/** What the word means, one or two sentences. */
	readonly doc: ReactNode;
	/** Smaller print below: a range, a kernel version. */
	readonly more?: ReactNode;
	/** Heading of the explanation; the word itself when absent. */
	readonly title?: ReactNode;
}

interface TermProps extends Explanation {
	readonly className?: string;
	readonly children: ReactNode;
}

const card = Popover.createHandle<Explanation>();

/** The word that is being explained. */
let explained: Element | undefined;

/** A card must not outlive its word: the view it is in may be left at any time. */
const closeWithoutWord = (word: Element | null) => () => {
	if (word && word === explained) card.close();
};

/** Milliseconds the pointer rests on a word before it is explained. */
const DELAY = 250;

/** A word that can be explained: by hover, by keyboard, and by touch. */
export const Term = ({ doc, more, title, className = "", children }: TermProps) => (
	<Popover.Trigger
		ref={closeWithoutWord}
		handle={card}
		payload={{ doc, more, title: title ?? children }}
		openOnHover
		delay={DELAY}
		className={`term ${className}`}
	>
		{children}
	</Popover.Trigger>
);

/** The explanation of whatever {@link Term} is asked about; once in a page. */
export const TermCard = () => (
	<Popover.Root
		handle={card}
		onOpenChange={(open, { trigger }) => {
			explained = open ? trigger : undefined;
		}}
	>
		{({ payload }) => (
			<Popover.Portal>
				<Popover.Positioner className="term-layer" side="bottom" align="start" sideOffset={6}>
					<Popover.Popup className="term-card" initialFocus={false}>
						<Popover.Title className="term-title" render={<p />}>
							{payload?.title}
						</Popover.Title>
						<Popover.Description render={<div />}>{payload?.doc}</Popover.Description>
						{payload?.more && <div className="term-more">{payload.more}</div>}
					</Popover.Popup>
				</Popover.Positioner>
			</Popover.Portal>
		)}
	</Popover.Root>
);
