/** The drawer: lessons beside whatever the page shows. Its steps move the one selection. */
import { BookOpen, X } from "lucide-react";
import { useEffect, useRef } from "react";
import type { OpenImage } from "../../state/image";
import { toggleLearn } from "../../state/learn";
import { navigate, usePlacePart } from "../../state/location";
import { IconButton } from "../../widgets/Button";
import { focusView } from "../../widgets/focus";
import { Segmented } from "../../widgets/Segmented";
import { GlossaryPage } from "./GlossaryPage";
import { InsidePage } from "./InsidePage";
import { LessonList } from "./LessonList";
import { LessonPage } from "./LessonPage";
import { parseLearn } from "./learn.model";
import "./learn.css";

const TABS = [
	{ value: "lessons", label: "Lessons" },
	{ value: "glossary", label: "Glossary" },
] as const;

interface LearnProps {
	readonly image: OpenImage | undefined;
}

export function Learn({ image }: LearnProps) {
	const at = parseLearn(usePlacePart((place) => place.learn ?? ""));
	const head = useRef<HTMLHeadingElement>(null);
	useEffect(() => head.current?.focus(), []);
	const close = () => {
		toggleLearn();
		focusView();
	};
	return (
		<aside className="learn" aria-label="Learn" data-pane>
			<div className="pane-head">
				<h2 ref={head} tabIndex={-1} className="learn-head">
					<BookOpen aria-hidden />
					Learn
				</h2>
				<div className="learn-tabs">
					<Segmented
						label="What is shown"
						value={at.tab === "glossary" ? "glossary" : "lessons"}
						onChange={(learn) => navigate({ learn })}
						options={TABS}
					/>
				</div>
				<IconButton small icon={X} label="Close Learn" keys="F1" onClick={close} />
			</div>
			{at.tab === "lesson" ? (
				<LessonPage key={at.lesson.id} image={image} at={at} />
			) : at.tab === "glossary" ? (
				<GlossaryPage key={at.wanted} image={image} wanted={at.wanted} />
			) : at.tab === "inside" ? (
				<InsidePage image={image} nid={at.nid} offset={at.offset} />
			) : (
				<LessonList image={image} />
			)}
		</aside>
	);
}
