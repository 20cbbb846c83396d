/** The browser's file dialog. */
import { chosenFolder } from "../state/folder";
import { takeFiles } from "../state/offer";
import { openFolder } from "../state/open";

/**
 * The input that asks. It is in the document until it has its answer: one that nothing holds may be
 * collected before its dialog is on screen, which then never comes, or before the files are chosen.
 */
let asking: HTMLInputElement | undefined;

/** Nothing happens when the user changes their mind. */
function pick(
	what: Partial<Pick<HTMLInputElement, "multiple" | "webkitdirectory">>,
	take: (files: readonly File[]) => void,
): void {
	asking?.remove(); // of a browser that does not tell when a dialog is closed
	const input = document.createElement("input");
	asking = input;
	Object.assign(input, { type: "file", hidden: true, ...what });
	input.addEventListener("cancel", () => input.remove());
	input.addEventListener("change", () => {
		input.remove();
		take([...(input.files ?? [])]);
	});
	document.body.append(input);
	input.click();
}

/** Asks for files to open. */
export const pickFiles = (): void =>
	pick({ multiple: true }, (files) => takeFiles(files, { chosen: true }));

/** Asks for a folder to open, with all that is below it. */
export const pickFolder = (): void =>
	pick({ webkitdirectory: true }, (files) => {
		const folder = chosenFolder(files);
		if (folder) openFolder(folder);
	});

/** Asks for one file. */
export const pickFile = (take: (file: File) => void): void =>
	pick({}, ([file]) => file && take(file));
