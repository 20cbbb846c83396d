/**
 * Words that can be explained, and the card that explains them. A page has some hundred such
 * words and shows one explanation at a time: one card serves them all.
 */
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { create } from "zustand";
import { LearnAbout } from "./LearnAbout";
import { showPopup } from "./popup";
import "./term.css";

interface Explanation {
	/** What the word means, one or two sentences. */
	readonly doc: ReactNode;
	/** Smaller print below: a range, a kernel version. */
	readonly more?: ReactNode;
	/** Heading of the explanation; the word itself when absent. */
	readonly title?: ReactNode;
	/** What the glossary knows it by: `i_size`, `algorithm.LZ4`. F1 on the word leads there. */
	readonly about?: string | undefined;
}

interface TermProps extends Explanation {
	readonly className?: string;
	/** Name for screen readers, where the word is a picture. */
	readonly label?: string;
	readonly children: ReactNode;
}

interface Card extends Explanation {
	readonly word: HTMLElement;
	/** Asked for by a press: it stays when the pointer leaves. */
	readonly isKept: boolean;
}

const useCard = create<{ readonly card?: Card | undefined }>()(() => ({}));

/** Milliseconds the pointer rests on a word before it is explained, and is away before it is not. */
const DELAY = 250;
const LEAVE = 150;

let timer: ReturnType<typeof setTimeout> | undefined;

function after(ms: number, then: () => void): void {
	clearTimeout(timer);
	timer = setTimeout(then, ms);
}

const close = (): void => useCard.setState({ card: undefined });

const leave = (): void =>
	after(LEAVE, () => {
		if (!useCard.getState().card?.isKept) close();
	});

const stay = (): void => clearTimeout(timer);

/** A card must not outlive its word: the view it is in may be left at any time. */
const closeWithoutWord = (word: HTMLElement | null) => () => {
	if (word && useCard.getState().card?.word === word) close();
};

/** A word that can be explained: by hover, by keyboard, and by touch. */
export function Term({ doc, more, title, about, className = "term", label, children }: TermProps) {
	const open = (word: HTMLElement, isKept: boolean) =>
		useCard.setState({ card: { word, doc, more, about, title: title ?? children, isKept } });
	return (
		<button
			type="button"
			ref={closeWithoutWord}
			className={className}
			aria-label={label}
			aria-haspopup="dialog"
			data-term={about}
			onClick={({ currentTarget }) => {
				stay();
				open(currentTarget, true);
			}}
			onPointerEnter={({ currentTarget, pointerType }) => {
				if (pointerType !== "touch") after(DELAY, () => open(currentTarget, false));
			}}
			onPointerLeave={leave}
		>
			{children}
		</button>
	);
}

/** The explanation of whatever {@link Term} is asked about; once in a page. */
export function TermCard() {
	const card = useCard((s) => s.card);
	return card && <Shown card={card} />;
}

function Shown({ card }: { readonly card: Card }) {
	const { word, title, doc, more, about } = card;
	const box = useRef<HTMLDivElement>(null);
	const id = useId();
	useLayoutEffect(() => {
		if (box.current) showPopup(box.current, word.getBoundingClientRect(), "start");
		word.setAttribute("aria-expanded", "true");
		word.setAttribute("aria-describedby", id);
		return () => {
			word.removeAttribute("aria-expanded");
			word.removeAttribute("aria-describedby");
		};
	}, [word, id]);
	return (
		<div
			ref={box}
			id={id}
			popover="auto"
			role="dialog"
			aria-labelledby={`${id}-word`}
			className="term-card"
			onPointerEnter={stay}
			onPointerLeave={leave}
			onToggle={({ newState }) => {
				if (newState === "closed") close();
			}}
		>
			<p id={`${id}-word`} className="term-title">
				{title}
			</p>
			<div>{doc}</div>
			{more && <div className="term-more">{more}</div>}
			{about && <LearnAbout what={about} onGo={close} />}
		</div>
	);
}
