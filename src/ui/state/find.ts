/** What is to be found in the bytes, asked for elsewhere: the find bar takes it once it is there. */
import { create } from "zustand";
import { navigate } from "./location";

export const useFindWish = create<{ readonly text?: string | undefined }>()(() => ({}));

export function findInBytes(text: string): void {
	useFindWish.setState({ text });
	navigate({ view: "bytes", panel: "find" });
}
