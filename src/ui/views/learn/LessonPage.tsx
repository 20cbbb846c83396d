/** One step of a lesson: text, its bytes selected, questions one after the other. */
import { ArrowLeft, ArrowRight, ListTree } from "lucide-react";
import { useEffect, useState } from "react";
import { LESSONS } from "../../../lessons/index";
import type { Question as Asked, Telling, Told } from "../../../worker/protocol";
import { type OpenImage, useImage } from "../../state/image";
import { useAsking, useProgress } from "../../state/learn";
import { navigate } from "../../state/location";
import { useSampleTitle } from "../../state/samples";
import { Button } from "../../widgets/Button";
import { Placeholder } from "../../widgets/EmptyState";
import { FailureNotice } from "../../widgets/FailureNotice";
import { mayPass } from "../../widgets/failure.model";
import { Segmented } from "../../widgets/Segmented";
import { BitRow } from "./BitRow";
import { formatLearn, isOwn, type LessonAt } from "./learn.model";
import { Question } from "./Question";
import { Rich } from "./Rich";
import { isThereIn, useGoToStep, useTold } from "./use-step";

interface LessonPageProps {
	readonly image: OpenImage | undefined;
	readonly at: LessonAt;
}

export function LessonPage({ image, at }: LessonPageProps) {
	const { lesson, step, own } = at;
	const go = useGoToStep(image);
	const number = LESSONS.indexOf(lesson) + 1;
	const title = useSampleTitle(lesson.steps[step]?.sample ?? "");
	return (
		<>
			<div className="learn-body">
				<header className="lesson-head">
					<p className="learn-small">
						Lesson {number} of {LESSONS.length}
						{own ? ", on your image" : `, on the sample “${title}”`}
					</p>
					<h3 className="lesson-title">{lesson.title}</h3>
					<Progress at={at} go={(next) => go({ ...at, step: next })} />
					<Where image={image} at={at} go={go} />
				</header>
				<Step key={formatLearn(at)} image={image} at={at} go={go} />
			</div>
			<Foot at={at} go={go} />
		</>
	);
}

interface ProgressProps {
	readonly at: LessonAt;
	go(step: number): void;
}

function Progress({ at: { lesson, step }, go }: ProgressProps) {
	const done = useProgress((s) => s.done[lesson.id]) ?? [];
	return (
		<ol className="lesson-progress" aria-label="Steps of the lesson">
			{lesson.steps.map(({ tell, closing }, i) => (
				<li key={tell.name || i}>
					<button
						type="button"
						className={done.includes(i) ? "lesson-mark lesson-mark-done" : "lesson-mark"}
						aria-current={i === step ? "step" : undefined}
						aria-label={`${closing ? "Closing exercise" : `Step ${i + 1}`}${done.includes(i) ? ", done" : ""}`}
						onClick={() => go(i)}
					/>
				</li>
			))}
		</ol>
	);
}

interface GoingProps {
	readonly image: OpenImage | undefined;
	readonly at: LessonAt;
	go(at: LessonAt): void;
}

const WHERE = [
	{ value: "sample", label: "On the sample" },
	{ value: "own", label: "On your image" },
] as const;

/** The choice between sample and own image, for who has one. */
function Where({ image, at, go }: GoingProps) {
	const mine = useProgress((s) => s.own);
	if (!isOwn(image?.origin) && !mine) return null;
	return (
		<Segmented
			label="Where the lesson is done"
			value={at.own ? "own" : "sample"}
			onChange={(value) => go({ ...at, own: value === "own" })}
			options={WHERE}
		/>
	);
}

function Step({ image, at, go }: GoingProps) {
	const { told, there, failure, retry } = useTold(image, at);
	const sample = useSampleTitle(at.lesson.steps[at.step]?.sample ?? "");
	const opening = useImage((s) => s.opening?.request.origin);
	if (!there && opening && isThereIn(opening, at))
		return <Placeholder label="Opening the image of the step" lines={5} />;
	if (!there) {
		return (
			<div className="lesson-elsewhere">
				<p>
					{at.own
						? "Open an image of your own, and this step runs on it."
						: `This step speaks of the sample “${sample}”, which is not open.`}
				</p>
				<Button variant="primary" onClick={() => go({ ...at, own: false })}>
					Open the sample
				</Button>
			</div>
		);
	}
	if (failure)
		return <FailureNotice info={failure} onRetry={mayPass(failure) ? retry : undefined} />;
	if (!told) return <Placeholder label="Reading the bytes of the step" lines={5} />;
	if ("lacks" in told) return <Lacks told={told} at={at} go={go} />;
	return <Body telling={told.telling} at={at} />;
}

function Lacks({
	told,
	at,
	go,
}: { readonly told: Extract<Told, { lacks: string }> } & Omit<GoingProps, "image">) {
	return (
		<div className="lesson-elsewhere">
			<p>This step needs {told.lacks}. None was found among the first files of your image.</p>
			<Button onClick={() => go({ ...at, own: false })}>Do it on the sample</Button>
		</div>
	);
}

function Body({ telling, at }: { readonly telling: Telling; readonly at: LessonAt }) {
	const { text, bits, asks: questions, after } = telling;
	const [answered, setAnswered] = useState(0);
	const finish = useProgress((s) => s.finish);
	const { lesson, step } = at;
	const closing = lesson.steps[step]?.closing ?? false;
	const asks = answered < questions.length;
	useEffect(() => {
		useAsking.setState({ asks });
		return () => useAsking.setState({ asks: false });
	}, [asks]);
	const right = () => {
		setAnswered((n) => n + 1);
		if (answered + 1 >= questions.length) finish(lesson.id, step);
	};
	return (
		<>
			{closing && <p className="lesson-closing">Closing exercise</p>}
			{text.map((paragraph) => (
				<p key={paragraph}>
					<Rich text={paragraph} />
				</p>
			))}
			{bits && <BitRow row={bits} />}
			{questions.slice(0, answered + 1).map((question: Asked, i) => (
				<Question
					key={question.ask}
					question={question}
					isAnswered={i < answered}
					hidesHints={closing}
					onRight={right}
				/>
			))}
			{after && !asks && (
				<p className="lesson-after">
					<Rich text={after} />
				</p>
			)}
			{!asks && closing && <p>The lesson is done.</p>}
		</>
	);
}

function Foot({ at, go }: Omit<GoingProps, "image">) {
	const { lesson, step, own } = at;
	const next = LESSONS[LESSONS.indexOf(lesson) + 1];
	const isLast = step + 1 >= lesson.steps.length;
	return (
		<div className="learn-foot">
			<Button
				small
				icon={step > 0 ? ArrowLeft : ListTree}
				onClick={() => (step > 0 ? go({ ...at, step: step - 1 }) : navigate({ learn: "lessons" }))}
			>
				{step > 0 ? "Back" : "All lessons"}
			</Button>
			<span className="learn-small">
				Step {step + 1} of {lesson.steps.length}
			</span>
			{isLast && !next ? (
				<Button small onClick={() => navigate({ learn: "lessons" })}>
					All lessons
				</Button>
			) : (
				<Button
					small
					icon={ArrowRight}
					onClick={() =>
						go(isLast && next ? { lesson: next, step: 0, own } : { ...at, step: step + 1 })
					}
				>
					{isLast ? "Next lesson" : "Next"}
				</Button>
			)}
		</div>
	);
}
