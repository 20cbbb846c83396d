/** The browser's file dialog. */
import { takeFiles } from "../state/offer";

/**
 * The input that asks. It is in the document until it has its answer: one that nothing holds may be
 * collected before its dialog is on screen, which then never comes, or before the files are chosen.
 */
let asking: HTMLInputElement | undefined;

/** Nothing happens when the user changes their mind. */
function pick(multiple: boolean, take: (files: readonly File[]) => void): void {
	asking?.remove(); // of a browser that does not tell when a dialog is closed
	const input = document.createElement("input");
	asking = input;
	input.type = "file";
	input.multiple = multiple;
	input.hidden = true;
	input.addEventListener("cancel", () => input.remove());
	input.addEventListener("change", () => {
		input.remove();
		take([...(input.files ?? [])]);
	});
	document.body.append(input);
	input.click();
}

/** Asks for files to open. */
export const pickFiles = (): void => pick(true, (files) => takeFiles(files, { chosen: true }));

/** Asks for one file. */
export const pickFile = (take: (file: File) => void): void =>
	pick(false, ([file]) => file && take(file));
