/**
 * "How do I get here?": the way to a byte, step by step. Each step selects its bytes in the hex
 * view; which way and which step are in the address. Knows nothing of the views around it.
 */
import { ChevronLeft, ChevronRight, Pause, Play as PlayIcon, Route, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { failureInfo } from "../../../base/errors";
import { formatWalk, type WalkTo } from "../../../base/way";
import { counted } from "../../../base/words";
import type { Walk } from "../../../worker/protocol";
import type { OpenImage } from "../../state/image";
import { findOwners, useOwners } from "../../state/owners";
import { endWalk } from "../../state/walk";
import { Button, IconButton } from "../../widgets/Button";
import { isClosing } from "../../widgets/closing";
import { Placeholder } from "../../widgets/EmptyState";
import { FailureNotice } from "../../widgets/FailureNotice";
import { mayPass } from "../../widgets/failure.model";
import { focusView } from "../../widgets/focus";
import { Size } from "../../widgets/Size";
import { StepDetails } from "./StepDetails";
import { StepList } from "./StepList";
import { usePlay } from "./use-play";
import { useWalk, type Walking } from "./use-walk";
import { END_WORDS, goalText, spokenStep } from "./walk.model";
import "./walk.css";

/** Ends that are told once one is there; of others it is known before that no byte is reached. */
const ARRIVALS: readonly Walk["end"][] = ["byte", "inode"];

interface WalkPanelProps {
	readonly image: OpenImage;
	readonly to: WalkTo;
}

export function WalkPanel({ image, to }: WalkPanelProps) {
	const { walking, error, cost, retry } = useWalk(image, to);
	const title = `How do I get to ${goalText(to)}?`;
	return (
		<section
			className="walk"
			aria-label={title}
			tabIndex={-1}
			onKeyDown={(event) => isClosing(event) && close()}
			data-pane
		>
			{walking ? (
				<Steps key={formatWalk(to)} walking={walking} title={title} />
			) : (
				<>
					<Head title={title} />
					<div className="walk-wait">
						{error ? (
							<FailureNotice
								info={failureInfo(error)}
								onRetry={mayPass(failureInfo(error)) ? retry : undefined}
							/>
						) : cost ? (
							<Ask image={image} cost={cost} />
						) : (
							<Placeholder lines={4} label="Finding the way" />
						)}
					</div>
				</>
			)}
		</section>
	);
}

function close(): void {
	endWalk();
	focusView();
}

function Head({
	title,
	children,
}: {
	readonly title: string;
	readonly children?: React.ReactNode;
}) {
	return (
		<div className="walk-head">
			<h2 className="walk-title">
				<Route aria-hidden />
				<span>{title}</span>
			</h2>
			{children}
			<IconButton icon={X} label="Close the way" keys="Esc" onClick={close} />
		</div>
	);
}

/** Remote images are not read as a whole before somebody says so. */
function Ask({ image, cost }: { readonly image: OpenImage; readonly cost: number }) {
	const running = useOwners(image).state === "running";
	return (
		<div className="walk-ask">
			<p>
				Whose a byte is, and so the way to it, is known once all metadata was read: about{" "}
				<Size bytes={cost} /> are to be fetched.
			</p>
			<Button disabled={running} onClick={() => void findOwners(image)}>
				{running ? "Reading the metadata" : "Read the metadata"}
			</Button>
		</div>
	);
}

function Steps({ walking, title }: { readonly walking: Walking; readonly title: string }) {
	const { walk, step, go } = walking;
	const play = usePlay(walking);
	const count = walk.steps.length;
	const next = useRef<HTMLButtonElement>(null);
	const isNew = step === 0;
	// A way that was just asked for begins with its first step.
	useEffect(() => {
		if (isNew) next.current?.focus();
	}, [isNew]);
	const goBy = (steps: number) => {
		play.pause();
		go(step + steps);
	};
	const shown = walk.steps[Math.max(0, step - 1)];
	return (
		<>
			<Head title={title}>
				<div className="walk-controls" role="toolbar" aria-label="Steps of the way">
					<IconButton
						icon={ChevronLeft}
						label="Previous step"
						disabled={step <= 1}
						onClick={() => goBy(-1)}
					/>
					<Button
						small
						icon={play.playing ? Pause : PlayIcon}
						onClick={play.toggle}
						disabled={count < 2}
					>
						{play.playing ? "Pause" : "Play"}
					</Button>
					<IconButton
						ref={next}
						icon={ChevronRight}
						label="Next step"
						disabled={step >= count}
						onClick={() => goBy(1)}
					/>
					<span className="walk-count">
						{step === 0 ? counted(count, "step") : `Step ${step} of ${count}`}
					</span>
				</div>
			</Head>
			<p className="hidden-text" role="status">
				{spokenStep(walk, step)}
			</p>
			<div className="walk-body">
				<div className="walk-now">
					{shown && <StepDetails step={shown} />}
					{(step === count || !ARRIVALS.includes(walk.end)) && (
						<p className={`walk-end walk-end-${walk.end}`}>{END_WORDS[walk.end]}</p>
					)}
				</div>
				<StepList walking={walking} play={play} />
			</div>
		</>
	);
}
