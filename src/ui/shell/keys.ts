/** Every key of the product, for the help dialog. */
export interface KeyGroup {
	readonly title: string;
	/** Keys written "Ctrl+G"; several entries mean "or". */
	readonly rows: readonly { readonly keys: readonly string[]; readonly does: string }[];
}

export const KEYS: readonly KeyGroup[] = [
	{
		title: "Everywhere",
		rows: [
			{ keys: ["Ctrl+O"], does: "Open files" },
			{ keys: ["Ctrl+V"], does: "Open the address or file on the clipboard" },
			{ keys: ["F6", "Shift+F6"], does: "Next or previous part of the page" },
			{ keys: ["Alt+←", "Alt+→"], does: "Back and forward through places" },
			{ keys: ["?", "F1"], does: "This help" },
		],
	},
	{
		title: "Files",
		rows: [
			{ keys: ["↑", "↓"], does: "Move and select; also Page Up, Page Down, Home, End" },
			{ keys: ["→", "←"], does: "Open or close a directory, step in or out" },
			{ keys: ["*"], does: "Open all directories beside this one" },
			{ keys: ["Enter"], does: "Show a file, open or close a directory" },
			{ keys: ["Letters"], does: "Jump to a name that begins with them" },
			{ keys: ["Ctrl+C"], does: "Copy the path" },
			{ keys: ["Shift+F10"], does: "Menu of the entry" },
			{ keys: ["Ctrl+L"], does: "Type a path" },
			{ keys: ["Esc"], does: "Clear the filter" },
		],
	},
	{
		title: "Inode",
		rows: [
			{ keys: ["Enter", "Shift+Enter"], does: "Bytes of an extent as stored, or as content" },
			{ keys: ["Ctrl+F"], does: "Find in the preview of a text" },
		],
	},
	{
		title: "Bytes",
		rows: [
			{ keys: ["Ctrl+G"], does: "Go to an offset, block, nid or path" },
			{ keys: ["Ctrl+F"], does: "Find bytes or text" },
			{ keys: ["F3", "Shift+F3"], does: "Next or previous match" },
			{ keys: ["Shift+↑", "Shift+→"], does: "Select; any move with Shift" },
			{ keys: ["Ctrl+←", "Ctrl+→"], does: "Previous or next field" },
			{ keys: ["Alt+PgUp", "Alt+PgDn"], does: "Start of the block, next block" },
			{ keys: ["Enter"], does: "Follow a pointer" },
			{
				keys: ["Shift+Enter"],
				does: "From contents to the stored bytes they come from, or the other way",
			},
			{ keys: ["W"], does: "How to get to this byte, step by step" },
			{ keys: ["Space"], does: "Between numbers and characters" },
			{ keys: ["Ctrl+A", "Ctrl+C"], does: "Select all, copy" },
		],
	},
];
