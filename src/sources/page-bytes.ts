/** Cutting requests into pages and putting pages together again. */

/** `length` bytes from `offset` within consecutive pages; a view when one page has them all. */
export function assemble(pages: readonly Uint8Array[], offset: number, length: number): Uint8Array {
	const only = pages.length === 1 ? pages[0] : undefined;
	if (only) return only.subarray(offset, offset + length);
	const out = new Uint8Array(length);
	let at = -offset;
	for (const page of pages) {
		const part = page.subarray(Math.max(0, -at), Math.max(0, Math.min(page.length, length - at)));
		out.set(part, Math.max(0, at));
		at += page.length;
	}
	return out;
}

/** Pages that own their memory: a view would keep the whole request alive beyond the budget. */
export function cut(bytes: Uint8Array, pageSize: number): Uint8Array[] {
	if (bytes.length <= pageSize && bytes.length === bytes.buffer.byteLength) return [bytes];
	const pages: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; at += pageSize) pages.push(bytes.slice(at, at + pageSize));
	return pages;
}
