/** One step of a lesson: text, its bytes selected, questions one after the other. */
import { ArrowDown, ArrowLeft, ArrowRight, ListTree } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { LESSONS } from "../../../lessons/index";
import type { Question as Asked, Telling, Told } from "../../../worker/protocol";
import { pickFiles } from "../../shell/pick";
import { type OpenImage, useImage } from "../../state/image";
import { useAsking, useProgress } from "../../state/learn";
import { navigate } from "../../state/location";
import { useNarrow } from "../../state/media";
import { originKey } from "../../state/origin";
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
	const narrow = useNarrow();
	const next = useRef<HTMLButtonElement>(null);
	const head = useFocusOn(formatLearn(at));
	const progress = <Progress at={at} go={(next) => go({ ...at, step: next })} />;
	return (
		<>
			<div className="learn-body">
				<header className="lesson-head">
					<p className="learn-small">
						Lesson {number} of {LESSONS.length}
						{own ? ", on your image" : `, on the sample “${title}”`}
					</p>
					<h3 ref={head} tabIndex={-1} className="lesson-title">
						{lesson.title}
						<span className="hidden-text">
							, step {step + 1} of {lesson.steps.length}
						</span>
					</h3>
					{!narrow && progress}
					<Where image={image} at={at} go={go} />
				</header>
				<Step key={formatLearn(at)} image={image} at={at} go={go} next={next} />
			</div>
			<Foot at={at} go={go} next={next}>
				{narrow ? (
					progress
				) : (
					<span className="learn-small">
						Step {step + 1} of {lesson.steps.length}
					</span>
				)}
			</Foot>
		</>
	);
}

/** Where reading begins when a step comes, unless the reader is at work among the bytes. */
function useFocusOn(step: string) {
	const ref = useRef<HTMLHeadingElement>(null);
	useEffect(() => {
		const { activeElement } = document;
		const drawer = ref.current?.closest("aside");
		if (step && (activeElement === document.body || drawer?.contains(activeElement)))
			ref.current?.focus();
	}, [step]);
	return ref;
}

/** What an answer is given with; the first of a question is not a hint. */
const CONTROL = "input, button";

/** Names what is said once all is answered. */
const AFTER = "lesson-after";

/** Leads to the open question while where it is answered is out of sight: texts are longer than a phone. */
function ToQuestion({ question }: { readonly question: HTMLElement }) {
	const [inSight, setInSight] = useState(true);
	useEffect(() => {
		const seen = new IntersectionObserver(
			([entry]) => setInSight(entry?.isIntersecting !== false),
			{ threshold: 0.5 },
		);
		const target = question.querySelector(CONTROL);
		if (target) seen.observe(target);
		return () => seen.disconnect();
	}, [question]);
	if (inSight) return null;
	return (
		<Button
			small
			className="lesson-jump"
			icon={ArrowDown}
			onClick={() => question.scrollIntoView({ block: "nearest" })}
		>
			To the question
		</Button>
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

interface StepProps extends GoingProps {
	/** What leads on. */
	readonly next: RefObject<HTMLButtonElement | null>;
}

function Step({ image, at, go, next }: StepProps) {
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
				{at.own && (
					<Button variant="primary" onClick={pickFiles}>
						Choose files…
					</Button>
				)}
				<Button variant={at.own ? undefined : "primary"} onClick={() => go({ ...at, own: false })}>
					Open the sample
				</Button>
			</div>
		);
	}
	if (failure)
		return <FailureNotice info={failure} onRetry={mayPass(failure) ? retry : undefined} />;
	if (!told) return <Placeholder label="Reading the bytes of the step" lines={5} />;
	if ("lacks" in told) return <Lacks told={told} at={at} go={go} />;
	return <Body telling={told.telling} image={image} at={at} next={next} />;
}

function Lacks({
	told,
	at,
	go,
}: { readonly told: Extract<Told, { lacks: string }> } & Omit<GoingProps, "image">) {
	return (
		<div className="lesson-elsewhere">
			<p>
				{at.lesson.steps[at.step]?.own === "never"
					? "This step speaks of a place that only the sample is sure to have."
					: `This step needs ${told.lacks}. None was found among the first files of your image.`}
			</p>
			<Button onClick={() => go({ ...at, own: false })}>Do it on the sample</Button>
		</div>
	);
}

interface BodyProps extends Pick<StepProps, "image" | "at" | "next"> {
	readonly telling: Telling;
}

function Body({ telling, image, at, next }: BodyProps) {
	const { text, bits, asks: questions, after } = telling;
	const here = `${formatLearn(at)} ${originKey(image?.origin ?? {}) ?? ""}`;
	const answered = useProgress((s) => s.answered[here] ?? 0);
	const answer = useProgress((s) => s.answer);
	const finish = useProgress((s) => s.finish);
	const { lesson, step } = at;
	const closing = lesson.steps[step]?.closing ?? false;
	const asks = answered < questions.length;
	useEffect(() => {
		useAsking.setState({ asks });
		return () => useAsking.setState({ asks: false });
	}, [asks]);
	/** The open question, or what is said once all are answered. */
	const [newest, setNewest] = useState<HTMLElement | null>(null);
	const begun = useRef(false);
	useEffect(() => {
		if (!newest) return;
		if (begun.current) {
			newest.scrollIntoView({ block: "nearest" });
			// What was answered with is gone, and the focus with it.
			if (document.activeElement === document.body)
				(newest.querySelector<HTMLElement>(CONTROL) ?? next.current)?.focus();
		}
		begun.current = true;
	}, [newest, next]);
	const right = () => {
		answer(here, answered + 1);
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
			{asks && newest && <ToQuestion question={newest} />}
			{questions.slice(0, answered + 1).map((question: Asked, i) => (
				<Question
					key={question.ask}
					of={questions.length > 1 ? `Question ${i + 1} of ${questions.length}` : undefined}
					ref={i < answered ? undefined : setNewest}
					question={question}
					isAnswered={i < answered}
					hidesHints={closing}
					onRight={right}
				/>
			))}
			{!asks && (
				<div ref={setNewest} id={AFTER} className="lesson-after">
					{after && (
						<p>
							<Rich text={after} />
						</p>
					)}
					{closing && <Done lesson={lesson} />}
				</div>
			)}
		</>
	);
}

/** Whether all is done, or which steps are still to be answered. */
function Done({ lesson }: { readonly lesson: LessonAt["lesson"] }) {
	const done = useProgress((s) => s.done[lesson.id]) ?? [];
	const left = lesson.steps.flatMap((_, i) => (done.includes(i) ? [] : [i + 1]));
	if (left.length === 0) return <p>The lesson is done.</p>;
	return (
		<p>
			Still to be answered: {left.length > 1 ? "steps" : "step"} {left.join(", ")}.
		</p>
	);
}

interface FootProps extends Omit<StepProps, "image"> {
	readonly children: ReactNode;
}

function Foot({ at, go, next, children }: FootProps) {
	const { lesson, step, own } = at;
	const following = LESSONS[LESSONS.indexOf(lesson) + 1];
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
			{children}
			<Button
				ref={next}
				small
				icon={isLast && !following ? ListTree : ArrowRight}
				aria-describedby={AFTER}
				data-next
				onClick={() => {
					if (!isLast) go({ ...at, step: step + 1 });
					else if (following) go({ lesson: following, step: 0, own });
					else navigate({ learn: "lessons" });
				}}
			>
				{isLast ? (following ? "Next lesson" : "All lessons") : "Next"}
			</Button>
		</div>
	);
}
