/** The page as a program of its own: without a network, in a new version, opened with files. */
import { create } from "zustand";
import { takeFiles } from "./offer";

interface Version {
	/** A newer version is there, and is what the page starts with the next time. */
	readonly isNewer: boolean;
	dismiss(): void;
}

export const useVersion = create<Version>()((set) => ({
	isNewer: false,
	dismiss: () => set({ isNewer: false }),
}));

/** Has the page kept for when there is no network, and watches for newer versions of it. */
export function startOffline(): void {
	const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
	// In development files change all the time; without a secure address there are no workers.
	if (!workers || !import.meta.env.PROD) return;
	// The first worker takes over from nobody.
	let before = workers.controller;
	workers.addEventListener("controllerchange", () => {
		if (before) useVersion.setState({ isNewer: true });
		before = workers.controller;
	});
	const register = () =>
		workers
			.register("./sw.js", { updateViaCache: "none" })
			.catch((error: unknown) => console.warn(`The page is not kept for later: ${error}`));
	// The page itself comes first.
	if (document.readyState === "complete") void register();
	else window.addEventListener("load", () => void register(), { once: true });
}

interface Launch {
	readonly files: readonly FileSystemFileHandle[];
}

interface LaunchQueue {
	setConsumer(take: (launch: Launch) => void): void;
}

/** Opens the files that the system hands over, where the page is installed. */
export function startLaunches(): void {
	const queue = (window as { readonly launchQueue?: LaunchQueue }).launchQueue;
	queue?.setConsumer(({ files }) => {
		if (files.length === 0) return;
		void Promise.all(files.map((file) => file.getFile())).then((list) => takeFiles(list));
	});
}
