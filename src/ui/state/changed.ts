/**
 * A remote file that was replaced while it was read. The old version cannot be read any more:
 * the new one is opened by itself once; when it happens again, the user decides.
 */
import { create } from "zustand";
import type { FailureInfo } from "../../base/errors";
import type { Client } from "../../worker/client";
import type { Origin } from "./origin";
import { originKey } from "./origin";
import { watchFailures } from "./watch";

/** Code of the failure that says so. */
const CHANGED = "http-changed";

interface ChangedState {
	/** What to tell: that it was opened anew, or that the user has to decide. */
	readonly notice?: "reopened" | "decide" | undefined;
	dismiss(): void;
}

export const useChanged = create<ChangedState>()((set) => ({
	dismiss: () => set({ notice: undefined }),
}));

/** Images, by origin, that were already opened anew once. */
const reopened = new Set<string>();

/**
 * The same client; `reopen` is called when its file turns out to be another by now.
 * @param reopen tells whether the new version is open
 */
export function watchChanges(
	client: Client,
	origin: Origin,
	reopen: () => Promise<boolean>,
): Client {
	let told = false;
	const tell = async ({ code }: FailureInfo) => {
		if (told || code !== CHANGED) return;
		told = true; // all calls fail from now on
		const key = originKey(origin) ?? "";
		if (reopened.has(key)) return useChanged.setState({ notice: "decide" });
		reopened.add(key);
		if (await reopen()) useChanged.setState({ notice: "reopened" });
	};
	return watchFailures(client, tell);
}
