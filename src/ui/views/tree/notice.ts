/** One short sentence at the foot of the tree: what was copied, what could not be found. */
import { create } from "zustand";

const SHOWN_MS = 5000;

interface Notice {
	readonly text: string;
}

export const useNotice = create<Notice>()(() => ({ text: "" }));

let timer: ReturnType<typeof setTimeout> | undefined;

/** Makes room for other news. */
export const clearNotice = (): void => useNotice.setState({ text: "" });

/** Shows a sentence for a while; it is also read out to screen readers. */
export function notify(text: string): void {
	clearTimeout(timer);
	useNotice.setState({ text });
	timer = setTimeout(clearNotice, SHOWN_MS);
}
