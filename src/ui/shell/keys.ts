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
			{ keys: ["F6", "Shift+F6"], does: "Go to the next or previous part of the page" },
			{ keys: ["Alt+←", "Alt+→"], does: "Back and forward through the places you were at" },
			{ keys: ["Ctrl+V"], does: "Open the address or file on the clipboard" },
			{ keys: ["?", "F1"], does: "This help" },
		],
	},
];
