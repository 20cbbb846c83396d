/** All lessons, in the order in which they build on each other. */
import { LESSONS, type Lesson } from "../../../lessons/index";
import type { OpenImage } from "../../state/image";
import { useProgress } from "../../state/learn";
import { Button } from "../../widgets/Button";
import { doneText, isOwn, nextStep } from "./learn.model";
import { useGoToStep } from "./use-step";

export function LessonList({ image }: { readonly image: OpenImage | undefined }) {
	const all = useProgress((s) => s.done);
	const forget = useProgress((s) => s.forget);
	const isNew = Object.keys(all).length === 0;
	return (
		<div className="learn-body">
			<p>
				Short lessons on real bytes, ten minutes each. They begin from zero: you need to have seen a
				hex dump, and nothing more. Each is done on a sample and, where it fits, on an image of your
				own: open it first, and the lessons start on it.
			</p>
			<ol className="lessons">
				{LESSONS.map((lesson, i) => (
					<li key={lesson.id}>
						<Row lesson={lesson} number={i + 1} done={all[lesson.id] ?? []} image={image} />
					</li>
				))}
			</ol>
			{!isNew && (
				<p className="learn-small">
					Your progress is kept on this device only.{" "}
					<button type="button" className="learn-link" onClick={forget}>
						Forget it
					</button>
				</p>
			)}
		</div>
	);
}

interface RowProps {
	readonly lesson: Lesson;
	readonly number: number;
	readonly done: readonly number[];
	readonly image: OpenImage | undefined;
}

function Row({ lesson, number, done, image }: RowProps) {
	const go = useGoToStep(image);
	const restart = useProgress((s) => s.restart);
	const step = nextStep(done, lesson);
	const own = isOwn(image?.origin) && lesson.steps[step]?.own !== "never";
	const word = done.length === 0 ? "Start" : step > 0 ? "Go on" : "Do it again";
	return (
		<>
			<h3>
				{number}. {lesson.title}
			</h3>
			<p>{lesson.goal}</p>
			<div className="lesson-row-foot">
				<Button
					small
					aria-label={`${word}: ${lesson.title}`}
					onClick={() => {
						if (done.length >= lesson.steps.length) restart(lesson.id);
						go({ lesson, step, own });
					}}
				>
					{word}
				</Button>
				<span className="learn-small">{doneText(done, lesson)}</span>
			</div>
		</>
	);
}
