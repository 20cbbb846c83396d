/** What is shown once contents have been compared; before, the way there, which can be stopped. */
import { Files } from "lucide-react";
import type { ReactNode } from "react";
import { countText, sizeText } from "../../../../base/words";
import type { DuplicatesFound } from "../../../../worker/protocol";
import type { OpenImage } from "../../../state/image";
import { oneTask } from "../../../state/task";
import { OnRequest } from "./OnRequest";

const comparing = oneTask<DuplicatesFound>(undefined);

/** Whether it has been done, for who tells more then. */
export const useCompared = (image: OpenImage): boolean =>
	comparing.useTask(image).result !== undefined;

interface CompareProps {
	readonly image: OpenImage;
	readonly children: ReactNode;
}

export function Compare({ image, children }: CompareProps) {
	const task = comparing.useTask(image);
	const start = () =>
		void comparing.run(image, (context) => image.client.call("duplicates", {}, context));
	if (!task.result)
		return (
			<OnRequest
				task={task}
				text="Files that are exactly as long as another have to be read and decoded to compare them."
				ask="Compare contents"
				icon={Files}
				doing="Comparing contents"
				failed="The comparison stopped"
				onStart={start}
				onStop={comparing.stop}
			/>
		);
	return (
		<>
			<p className="list-head">{foundText(task.result)}</p>
			{children}
		</>
	);
}

function foundText({ sets, files, waste, compared, read, unread }: DuplicatesFound): string {
	const did = `${countText(compared)} files that are as long as another were compared, ${sizeText(read)} of contents read.`;
	const not = unread > 0 ? ` ${countText(unread)} could not be read.` : "";
	const found =
		sets === 0
			? "No two have the same contents."
			: `${countText(files)} have the same contents as another: ${countText(sets)} different ones. One of each would be enough; the others take ${sizeText(waste)}.`;
	return `${did}${not} ${found}`;
}
