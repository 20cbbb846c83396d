/** Names of the views as they appear in links. */
export const VIEW_IDS = ["overview", "inode", "hex", "findings", "network"] as const;
export type ViewId = (typeof VIEW_IDS)[number];
