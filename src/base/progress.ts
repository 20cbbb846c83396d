/** What long work reports. `total` is absent when it is not known; never invented. */
export interface Progress {
	readonly phase: string;
	readonly done: number;
	readonly total?: number;
	readonly unit: "bytes" | "inodes" | "entries" | "requests";
	/** The thing being worked on right now, e.g. a path. */
	readonly note?: string;
}

export type OnProgress = (progress: Progress) => void;
