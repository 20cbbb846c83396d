/** Ways to go in the open image: along names that are typed, or to the first thing of a kind that there is. */
import { Route } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type FailureInfo, failureInfo } from "../../../base/errors";
import type { AlongPath } from "../../../base/way";
import { LESSONS } from "../../../lessons/index";
import { WAYS, type Way } from "../../../lessons/ways";
import type { OpenImage } from "../../state/image";
import { currentPlace, navigate } from "../../state/location";
import { FROM_THE_TOP, toOrigin } from "../../state/origin";
import { useSampleTitle } from "../../state/samples";
import { startWalk } from "../../state/walk";
import { Button } from "../../widgets/Button";
import { FailureNotice } from "../../widgets/FailureNotice";
import { TextField } from "../../widgets/Field";
import { parseOffset } from "../../widgets/offsets.model";
import { PlaceLink } from "../../widgets/PlaceLink";
import { Segmented } from "../../widgets/Segmented";

export function WaysPage({ image }: { readonly image: OpenImage | undefined }) {
	return (
		<div className="learn-body">
			<header className="lesson-head">
				<h3 className="lesson-title">Ways to bytes</h3>
				<p>
					How is it found? From the superblock on, step by step, with the sums in the numbers of
					this image. The way stands under the view; each step selects its bytes. For the way to
					bytes that are selected, press <kbd>W</kbd> in Bytes.
				</p>
			</header>
			{image && <AlongForm key={image.key} />}
			<section aria-labelledby="ways-kinds">
				<h4 id="ways-kinds">
					{image ? "The first of each kind in this image" : "One of each kind in the samples"}
				</h4>
				<ul className="ways">
					{WAYS.map((way) => (
						<li key={way.id}>
							<Row way={way} image={image} />
						</li>
					))}
				</ul>
			</section>
		</div>
	);
}

type Goal = "inode" | "byte" | "xattr";

const GOALS = [
	{ value: "inode", label: "Inode" },
	{ value: "byte", label: "Byte" },
	{ value: "xattr", label: "Attribute" },
] as const;

/** Along names that are typed: they need not be there. */
function AlongForm() {
	const [path, setPath] = useState(() => currentPlace().path ?? "/");
	const [goal, setGoal] = useState<Goal>("inode");
	const [text, setText] = useState("");
	const [error, setError] = useState<string>();
	const choose = (next: Goal) => {
		setGoal(next);
		setText(next === "byte" ? "0x0" : "");
		setError(undefined);
	};
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const to = goalOf(path, goal, text);
		if (typeof to === "string") setError(to);
		else startWalk(to);
	};
	const typed = (set: (text: string) => void) => (next: string) => {
		set(next);
		setError(undefined);
	};
	return (
		<form className="ways-form" onSubmit={submit} aria-label="A way along names">
			<TextField
				label="Path"
				value={path}
				onChange={typed(setPath)}
				hint="It need not exist: then the way says where it would stand."
			/>
			<Segmented label="What the way leads to" value={goal} onChange={choose} options={GOALS} />
			{goal === "byte" && (
				<TextField label="Byte of its contents" value={text} onChange={typed(setText)} />
			)}
			{goal === "xattr" && (
				<TextField
					label="Whole name of the attribute"
					placeholder="security.selinux"
					value={text}
					onChange={typed(setText)}
				/>
			)}
			{error && (
				<p className="field-error" role="alert">
					{error}
				</p>
			)}
			<Button type="submit" variant="primary" icon={Route}>
				Show the way
			</Button>
		</form>
	);
}

/** What was typed, or a sentence on what is wrong with it. */
function goalOf(path: string, goal: Goal, text: string): AlongPath | string {
	if (!path.startsWith("/")) return "A path starts with /.";
	if (goal === "inode") return { path };
	if (goal === "xattr")
		return text ? { path, xattr: text } : "Type the whole name, such as user.colour.";
	const byte = parseOffset(text);
	return byte === undefined ? "Type a number, such as 4096 or 0x1000." : { path, byte };
}

/** Leads to what explains a way. */
function Explained({ by }: { readonly by: Way["explained"] }) {
	if ("term" in by) return <PlaceLink to={{ learn: `glossary.${by.term}` }}>Glossary</PlaceLink>;
	const title = LESSONS.find(({ id }) => id === by.lesson)?.title;
	return <PlaceLink to={{ learn: `${by.lesson}.1` }}>Lesson: {title}</PlaceLink>;
}

interface RowProps {
	readonly way: Way;
	readonly image: OpenImage | undefined;
}

/** What was found when it was asked for. */
interface Found {
	readonly lacks?: string;
	readonly failure?: FailureInfo;
}

function Row({ way, image }: RowProps) {
	const { id, title, text, explained, sample } = way;
	const [found, setFound] = useState<Found>({});
	const [busy, setBusy] = useState(false);
	const sampleTitle = useSampleTitle(sample);
	const onSample = () =>
		navigate({ ...FROM_THE_TOP, ...toOrigin({ sample }), view: "bytes", learn: "ways" });
	const go = async () => {
		if (!image) return onSample();
		setBusy(true);
		try {
			const goal = await image.client.call("wayTo", { id });
			if ("to" in goal) startWalk(goal.to);
			else setFound({ lacks: goal.lacks });
		} catch (error) {
			setFound({ failure: failureInfo(error) });
		} finally {
			setBusy(false);
		}
	};
	return (
		<>
			<Button small icon={Route} disabled={busy} onClick={() => void go()}>
				{title}
			</Button>
			<p>
				{text} <Explained by={explained} />
			</p>
			{found.lacks && (
				<p role="status">
					This needs {found.lacks}. None was found among the first files of this image.{" "}
					<button type="button" className="learn-link" onClick={onSample}>
						Open the sample “{sampleTitle}”
					</button>
				</p>
			)}
			{found.failure && <FailureNotice info={found.failure} />}
		</>
	);
}
