/** Names of the views as they appear in links. `files` is the tree, a view of its own on phones. */
export const VIEW_IDS = ["overview", "inode", "hex", "findings", "network", "files"] as const;
export type ViewId = (typeof VIEW_IDS)[number];

export const isViewId = (name: string): name is ViewId =>
	(VIEW_IDS as readonly string[]).includes(name);
