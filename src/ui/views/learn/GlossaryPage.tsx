/** Every term in one list, found by a part of it; each leads to its lesson and to an example. */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { Span } from "../../../base/range";
import { IMAGE_SPACE, METABOX_SPACE } from "../../../base/space";
import { glossary, type Term, termOf } from "../../../lessons/glossary";
import { LESSONS } from "../../../lessons/index";
import type { OpenImage } from "../../state/image";
import { useOwners } from "../../state/owners";
import { TextField } from "../../widgets/Field";
import { GROUP_DOCS, GROUP_WORDS, OWNER_GROUPS } from "../../widgets/owners.model";
import { BytesLink, PlaceLink } from "../../widgets/PlaceLink";
import { exampleOf, examplesIn, GROUP } from "./examples.model";

interface GlossaryProps {
	readonly image: OpenImage | undefined;
	/** The entry that was asked for. */
	readonly wanted: string | undefined;
}

/** Entries that are shown; a longer word finds fewer. */
const MOST = 80;

export function GlossaryPage({ image, wanted }: GlossaryProps) {
	const terms = useMemo(() => [...glossary(), ...GROUPS], []);
	const entry = wanted === undefined ? undefined : termOf(terms, wanted);
	const [text, setText] = useState(() => entry?.title ?? wanted?.split(".").at(-1) ?? "");
	const word = useDeferredValue(text.trim().toLowerCase());
	const examples = useExamples(image);
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
					<Entry
						key={term.key}
						term={term}
						at={image && (fixedPlace(term) ?? (examples && exampleOf(term, examples)))}
						isWanted={term === entry}
					/>
				))}
			</dl>
			{found.length > MOST && <p className="learn-small">Type more of a word to see the rest.</p>}
		</div>
	);
}

/** Bytes from the start of an image that are looked at for examples: inodes and names begin there. */
const LOOKED_AT = 64 << 10;

/** Newer images have their inodes in a space of its own. */
const LOOKED_IN = [IMAGE_SPACE, METABOX_SPACE];

/** Bytes of the open image that are an example, as far as it is known what they are. */
function useExamples(image: OpenImage | undefined): ReadonlyMap<string, Span> | undefined {
	const { state } = useOwners(image ?? NO_IMAGE);
	const { data } = useQuery({
		queryKey: [image?.key, "examples", state],
		enabled: image !== undefined,
		queryFn: ({ signal }) => {
			const { client, facts } = image as OpenImage;
			const spaces = facts.spaces.filter(({ id }) => LOOKED_IN.includes(id));
			return Promise.all(
				spaces.map(async ({ id, size }) => {
					const asked = { space: id, start: 0, end: Math.min(size, LOOKED_AT) };
					return { id, ...(await client.call("annotate", asked, { signal })) };
				}),
			);
		},
	});
	return useMemo(() => {
		const all = data?.flatMap(({ id, nodes }) => [...examplesIn(nodes, id)]);
		// Of several the first, which is in the image itself.
		return all && new Map(all.toReversed());
	}, [data]);
}

const NO_IMAGE = { key: 0 };

/** Of what is at the same bytes of each image. */
const fixedPlace = ({ at }: Term): Span | undefined => at && { space: IMAGE_SPACE, ...at };

/** What sums of an image are made of, in the words of the page. */
const GROUPS: readonly Term[] = OWNER_GROUPS.map((group) => ({
	key: `${GROUP}${group}`,
	title: GROUP_WORDS[group],
	doc: GROUP_DOCS[group],
}));

interface EntryProps {
	readonly term: Term;
	/** Bytes of the open image that are an example. */
	readonly at: Span | undefined;
	readonly isWanted: boolean;
}

function Entry({ term, at, isWanted }: EntryProps) {
	const { key, title, doc, since, lesson } = term;
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
				{at && (
					<>
						Here at <BytesLink span={at} what={title} />
					</>
				)}
			</dd>
		</div>
	);
}
