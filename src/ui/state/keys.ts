/**
 * Every key of the product, once: whoever handles keys looks up here what one means, and the help
 * and the palette show the same rows.
 */
export interface KeyRow {
	/** As {@link keyName} writes them; each of several does. */
	readonly keys: readonly string[];
	/** What it does, for the help. */
	readonly does: string;
}

type Table = Readonly<Record<string, KeyRow>>;

/** Anywhere in the page. */
export const EVERYWHERE = {
	summary: { keys: ["1"], does: "Summary" },
	files: { keys: ["2"], does: "Files" },
	bytes: { keys: ["3"], does: "Bytes" },
	space: { keys: ["4"], does: "Space" },
	check: { keys: ["5"], does: "Check" },
	palette: { keys: ["Ctrl+K"], does: "All commands, and all paths by a part of their name" },
	goto: { keys: ["Ctrl+G", "Ctrl+L"], does: "Go to a path, offset, block or inode number" },
	filter: { keys: ["/"], does: "Filter by name" },
	tree: { keys: ["Ctrl+B"], does: "Show or hide the file tree" },
	about: { keys: ["Ctrl+I"], does: "Show or hide what the selection is" },
	panel: { keys: ["Ctrl+J"], does: "Open or close the panel at the bottom" },
	nextPane: { keys: ["F6"], does: "Next part of the page" },
	previousPane: { keys: ["Shift+F6"], does: "Previous part of the page" },
	nextFinding: { keys: ["F8"], does: "Next finding" },
	previousFinding: { keys: ["Shift+F8"], does: "Previous finding" },
	open: { keys: ["Ctrl+O"], does: "Open files" },
	learn: { keys: ["F1"], does: "Learn the format; on a word that is explained: its entry" },
	undo: { keys: ["Ctrl+Z"], does: "Undo the last change of the altered copy" },
	redo: { keys: ["Ctrl+Y", "Ctrl+Shift+Z"], does: "Make it again" },
	help: { keys: ["?"], does: "This help" },
} as const satisfies Table;

/** In what stands beside the view or over it, as long as nothing inside has a use for the key. */
export const CLOSING = {
	close: {
		keys: ["Esc"],
		does: "Take back what was typed; close the lesson, way, search or tree that has the focus",
	},
} as const satisfies Table;

/** What the browser does with them, or with what it hands over. */
const BY_BROWSER = {
	paste: { keys: ["Ctrl+V"], does: "Open the address or file on the clipboard" },
	history: { keys: ["Alt+←", "Alt+→"], does: "Back and forward through places" },
} as const satisfies Table;

/** In the file tree. Other letters jump to a name that begins with them. */
export const TREE = {
	move: { keys: ["↑", "↓", "PgUp", "PgDn", "Home", "End"], does: "Move and select" },
	inward: { keys: ["→"], does: "Open a directory, step into it" },
	outward: { keys: ["←"], does: "Close a directory, step out of it" },
	siblings: { keys: ["*"], does: "Open all directories beside this one" },
	open: { keys: ["Enter"], does: "Show a file, open or close a directory" },
	select: { keys: ["Space"], does: "Check, to save several together" },
	all: { keys: ["Ctrl+A"], does: "Check all in this directory, or none" },
	copy: { keys: ["Ctrl+C"], does: "Copy the path" },
	menu: { keys: ["Shift+F10", "Menu"], does: "Menu of the entry" },
	leave: { keys: ["Esc"], does: "Clear the filter" },
} as const satisfies Table;

/** In the tree of structures beside the bytes. */
export const STRUCTURES = {
	move: { keys: ["↑", "↓", "PgUp", "PgDn", "Home", "End"], does: "Move, and frame its bytes" },
	inward: { keys: ["→"], does: "Open a structure, step into it" },
	outward: { keys: ["←"], does: "Close a structure, step out of it" },
	follow: { keys: ["Enter"], does: "Follow a pointer, go to the bytes" },
	choose: { keys: ["Space"], does: "Go to the bytes" },
} as const satisfies Table;

/** In the list of findings. */
export const FINDINGS = {
	move: { keys: ["↑", "↓", "PgUp", "PgDn", "Home", "End"], does: "Move and select" },
	inward: { keys: ["→"], does: "List what follows from it, open a group" },
	outward: { keys: ["←"], does: "Close that, step out of it" },
	open: { keys: ["Enter"], does: "Bytes of the field that is wrong" },
} as const satisfies Table;

/** In the list of a file's extents. */
export const EXTENTS = {
	move: { keys: ["↑", "↓", "PgUp", "PgDn", "Home", "End"], does: "Move" },
	stored: { keys: ["Enter"], does: "Bytes of the extent as they are stored" },
	contents: { keys: ["Shift+Enter"], does: "Bytes of the extent as contents" },
	inside: { keys: ["I"], does: "Inside the compressed unit of the extent" },
} as const satisfies Table;

/** Where something can be searched: in the bytes, in a text. */
export const FINDING = {
	find: { keys: ["Ctrl+F"], does: "Find bytes, or text in the preview" },
	again: { keys: ["F3"], does: "Next match" },
	before: { keys: ["Shift+F3"], does: "Previous match" },
} as const satisfies Table;

/** In the grid of bytes. */
export const BYTES = {
	move: {
		keys: ["↑", "↓", "←", "→", "PgUp", "PgDn", "Home", "End"],
		does: "Move; any move with Shift selects",
	},
	ends: { keys: ["Ctrl+Home", "Ctrl+End"], does: "First byte, last byte" },
	field: { keys: ["Ctrl+←", "Ctrl+→"], does: "Previous or next field" },
	block: { keys: ["Alt+PgUp", "Alt+PgDn"], does: "Start of the block, next block" },
	follow: { keys: ["Enter"], does: "Follow a pointer" },
	through: {
		keys: ["Shift+Enter"],
		does: "From contents to the stored bytes they come from, or the other way",
	},
	walk: { keys: ["W"], does: "How to get to this byte, step by step" },
	learn: { keys: ["F1"], does: "Learn about the field at the cursor" },
	side: { keys: ["Space"], does: "Between numbers and characters" },
	all: { keys: ["Ctrl+A"], does: "Select all" },
	copy: { keys: ["Ctrl+C"], does: "Copy" },
	collapse: { keys: ["Esc"], does: "Select only the byte at the cursor" },
} as const satisfies Table;

/** In the steps of a way. */
export const WALK = {
	move: { keys: ["↑", "↓", "Home", "End"], does: "Go to a step, and select its bytes" },
} as const satisfies Table;

/** In the map strip beside the bytes, and in the map of what was fetched. */
export const MAPS = {
	move: {
		keys: ["↑", "↓", "←", "→", "PgUp", "PgDn", "Home", "End"],
		does: "Move along the image",
	},
	show: { keys: ["Enter"], does: "Bytes of the place" },
} as const satisfies Table;

/** In the treemap. */
export const TREEMAP = {
	move: { keys: ["↑", "↓", "←", "→", "Home", "End"], does: "Move to the tile beside" },
	open: { keys: ["Enter", "Space"], does: "Look into a directory, select a file" },
	up: { keys: ["Backspace"], does: "Out of the directory" },
} as const satisfies Table;

/** In the map of blocks. */
export const BLOCKS = {
	move: {
		keys: ["↑", "↓", "←", "→", "PgUp", "PgDn", "Home", "End"],
		does: "Move to another cell",
	},
	closer: { keys: ["Enter", "Space"], does: "Closer, at a single block its bytes" },
	away: { keys: ["Backspace"], does: "Farther away" },
} as const satisfies Table;

/** All of them, in the order of the help. */
export const KEY_GROUPS: readonly { readonly title: string; readonly rows: readonly KeyRow[] }[] = [
	{ title: "Everywhere", rows: [EVERYWHERE, CLOSING, BY_BROWSER].flatMap(Object.values) },
	{
		title: "File tree",
		rows: [...Object.values(TREE), { keys: ["A to Z"], does: "Jump to a name that begins so" }],
	},
	{ title: "Bytes", rows: [...Object.values(FINDING), ...Object.values(BYTES)] },
	{ title: "Structures", rows: Object.values(STRUCTURES) },
	{ title: "Findings", rows: Object.values(FINDINGS) },
	{ title: "Extents of a file", rows: Object.values(EXTENTS) },
	{ title: "How do I get here?", rows: Object.values(WALK) },
	{ title: "Treemap", rows: Object.values(TREEMAP) },
	{ title: "Blocks", rows: Object.values(BLOCKS) },
	{ title: "Maps of the image", rows: Object.values(MAPS) },
];

/** What of a keyboard event says which key it is. */
export interface Key {
	readonly key: string;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly altKey: boolean;
	readonly shiftKey: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
	ArrowUp: "↑",
	ArrowDown: "↓",
	ArrowLeft: "←",
	ArrowRight: "→",
	PageUp: "PgUp",
	PageDown: "PgDn",
	Escape: "Esc",
	ContextMenu: "Menu",
	" ": "Space",
};

/**
 * `Ctrl+G`, `Shift+F6`, `?`. Ctrl is the command key of a Mac too; of signs Shift is a part and not
 * told.
 */
export function keyName({ key, ctrlKey, metaKey, altKey, shiftKey }: Key): string {
	const letter = key.length === 1 ? key.toUpperCase() : key;
	const isSign = key.length === 1 && letter === key.toLowerCase() && key !== " ";
	return [
		ctrlKey || metaKey ? "Ctrl" : "",
		altKey ? "Alt" : "",
		shiftKey && !isSign ? "Shift" : "",
		NAMES[key] ?? letter,
	]
		.filter(Boolean)
		.join("+");
}

/** What a key means in a table; undefined when it is not there. */
export const meaningOf = <T extends Table>(table: T, name: string): keyof T | undefined =>
	Object.keys(table).find((id) => table[id]?.keys.includes(name));
