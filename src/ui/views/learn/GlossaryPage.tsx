/** Every term in one list, found by a part of it; each leads to its lesson and to an example. */
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { glossary, type Term } from "../../../lessons/glossary";
import { LESSONS } from "../../../lessons/index";
import type { OpenImage } from "../../state/image";
import { TextField } from "../../widgets/Field";
import { BytesLink, PlaceLink } from "../../widgets/PlaceLink";

interface GlossaryProps {
	readonly image: OpenImage | undefined;
	/** The entry that was asked for. */
	readonly wanted: string | undefined;
}

/** Entries that are shown; a longer word finds fewer. */
const MOST = 80;

export function GlossaryPage({ image, wanted }: GlossaryProps) {
	const terms = useMemo(glossary, []);
	const [text, setText] = useState(() => titleOf(terms, wanted));
	const word = useDeferredValue(text.trim().toLowerCase());
	const found = terms.filter(({ key, title }) => `${title} ${key}`.toLowerCase().includes(word));
	return (
		<div className="learn-body">
			<TextField
				label="Find a term"
				value={text}
				onChange={setText}
				hint={`${found.length} of ${terms.length} terms`}
			/>
			<dl className="glossary">
				{found.slice(0, MOST).map((term) => (
					<Entry key={term.key} term={term} image={image} isWanted={term.key === wanted} />
				))}
			</dl>
			{found.length > MOST && <p className="learn-small">Type more of a word to see the rest.</p>}
		</div>
	);
}

const titleOf = (terms: readonly Term[], wanted: string | undefined): string =>
	terms.find(({ key }) => key === wanted)?.title ?? wanted?.split(".").at(-1) ?? "";

interface EntryProps {
	readonly term: Term;
	readonly image: OpenImage | undefined;
	readonly isWanted: boolean;
}

function Entry({ term, image, isWanted }: EntryProps) {
	const { key, title, doc, since, lesson, at } = term;
	const ref = useRef<HTMLDivElement>(null);
	useEffect(() => {
		if (isWanted) ref.current?.scrollIntoView({ block: "nearest" });
	}, [isWanted]);
	const taught = LESSONS.find(({ id }) => id === lesson?.id);
	return (
		<div ref={ref} className={isWanted ? "glossary-wanted" : undefined}>
			<dt className="mono">
				{key.includes(".") && key.startsWith("erofs") ? key : title}
				{since && <span className="learn-small"> since Linux {since}</span>}
			</dt>
			<dd>
				{doc}{" "}
				{taught && lesson && (
					<PlaceLink to={{ learn: `${lesson.id}.${lesson.step + 1}` }}>
						Lesson: {taught.title}
					</PlaceLink>
				)}{" "}
				{image && at && (
					<>
						Here at <BytesLink span={{ space: "image", ...at }} what={title} />
					</>
				)}
			</dd>
		</div>
	);
}
