/** What a drop or a paste holds. */

/** Files, or a link from another page; selected text dragged about is neither. */
export const isFromOutside = (data: { types: readonly string[] } | null): boolean =>
	data?.types.some((type) => type === "Files" || type === "text/uri-list") ?? false;

const isWebAddress = (text: string): boolean =>
	URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** Web addresses in a drop: from its list of links, else from plain text that is nothing else. */
export function droppedUrls(get: (type: string) => string): string[] {
	const text = get("text/uri-list") || get("text/plain");
	const lines = text
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter((line) => line && !line.startsWith("#"));
	return lines.every(isWebAddress) ? lines : [];
}
