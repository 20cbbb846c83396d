/**
 * Images that cannot be read on as they were opened: a remote file that was replaced while it was
 * read, a worker that broke or hangs. They are opened anew by themselves once, at the same place;
 * when it happens again, the user decides.
 */
import { create } from "zustand";
import type { FailureInfo } from "../../base/errors";
import type { Client } from "../../worker/client";
import type { Origin } from "./origin";
import { originKey } from "./origin";
import { watchFailures } from "./watch";

/** Code of the failure that says that a file was replaced. */
const CHANGED = "http-changed";

export type ChangeKind = "replaced" | "stopped";

interface ChangedState {
	/** What to tell: that it was opened anew, or that the user has to decide. */
	readonly notice?: { readonly kind: ChangeKind; readonly end: "reopened" | "decide" } | undefined;
	dismiss(): void;
}

export const useChanged = create<ChangedState>()((set) => ({
	dismiss: () => set({ notice: undefined }),
}));

/** What was already opened anew once: for what, and the origin. */
const reopened = new Set<string>();

/** @param reopen tells whether it is open again */
export async function openAnew(
	kind: ChangeKind,
	origin: Origin,
	reopen: () => Promise<boolean>,
): Promise<void> {
	const key = `${kind} ${originKey(origin) ?? ""}`;
	if (reopened.has(key)) return useChanged.setState({ notice: { kind, end: "decide" } });
	reopened.add(key);
	if (await reopen()) useChanged.setState({ notice: { kind, end: "reopened" } });
}

/** The same client; `reopen` is called when its file turns out to be another by now. */
export function watchChanges(
	client: Client,
	origin: Origin,
	reopen: () => Promise<boolean>,
): Client {
	let told = false;
	return watchFailures(client, ({ code }: FailureInfo) => {
		if (told || code !== CHANGED) return;
		told = true; // all calls fail from now on
		void openAnew("replaced", origin, reopen);
	});
}
