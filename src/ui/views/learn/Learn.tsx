/** The drawer: lessons, ways, terms and the bench beside whatever the page shows. Its steps move the one selection. */
import { BookOpen, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { isImage, type OpenFile } from "../../state/image";
import { toggleLearn } from "../../state/learn";
import { navigate, usePlacePart } from "../../state/location";
import { IconButton } from "../../widgets/Button";
import { isClosing } from "../../widgets/closing";
import { focusAgain, isLost } from "../../widgets/focus";
import { Segmented } from "../../widgets/Segmented";
import { BenchPage } from "./bench/BenchPage";
import { GlossaryPage } from "./GlossaryPage";
import { InsidePage } from "./inside/InsidePage";
import { LessonList } from "./LessonList";
import { LessonPage } from "./LessonPage";
import { parseLearn } from "./learn.model";
import { WaysPage } from "./WaysPage";
import "./learn.css";

const TABS = [
	{ value: "lessons", label: "Lessons" },
	{ value: "ways", label: "Ways" },
	{ value: "glossary", label: "Glossary" },
	{ value: "bench", label: "Bench" },
] as const;

interface LearnProps {
	/** An image, or a file that is none. */
	readonly file: OpenFile | undefined;
}

export function Learn({ file }: LearnProps) {
	const image = file && isImage(file) ? file : undefined;
	const page = usePlacePart((place) => place.learn ?? "");
	const at = parseLearn(page);
	const head = useFocusWhileOpen(page);
	return (
		<aside
			className="learn"
			aria-label="Learn"
			onKeyDown={(event) => isClosing(event) && toggleLearn()}
			data-pane
		>
			<div className="pane-head">
				<h2 ref={head} tabIndex={-1} className="learn-head">
					<BookOpen aria-hidden />
					<span className="learn-word">Learn</span>
				</h2>
				<div className="learn-tabs">
					<Segmented
						label="What is shown"
						value={TABS.find(({ value }) => value === at.tab)?.value ?? "lessons"}
						onChange={(learn) => navigate({ learn })}
						options={TABS}
					/>
				</div>
				<IconButton small icon={X} label="Close Learn" keys="F1" onClick={toggleLearn} />
			</div>
			{at.tab === "lesson" ? (
				<LessonPage key={at.lesson.id} image={image} at={at} />
			) : at.tab === "glossary" ? (
				<GlossaryPage key={at.wanted} image={image} wanted={at.wanted} />
			) : at.tab === "inside" ? (
				<InsidePage image={image} nid={at.nid} offset={at.offset} />
			) : at.tab === "ways" ? (
				<WaysPage image={image} />
			) : at.tab === "bench" ? (
				<BenchPage file={file} wanted={at.wanted} />
			) : (
				<LessonList image={image} />
			)}
		</aside>
	);
}

/**
 * The drawer takes the focus, and gives it back to what had it.
 * @param page of the drawer: with another, what led there may be gone, and the focus with it
 * @returns what has it first, unless the page in it knows better, as a step does
 */
function useFocusWhileOpen(page: string) {
	const head = useRef<HTMLHeadingElement>(null);
	const [before] = useState(() => document.activeElement);
	useEffect(() => {
		if (!head.current?.closest("aside")?.contains(document.activeElement)) head.current?.focus();
		return () => void requestAnimationFrame(() => isLost() && focusAgain(before));
	}, [before]);
	useEffect(() => {
		if (page && isLost()) head.current?.focus();
	}, [page]);
	return head;
}
