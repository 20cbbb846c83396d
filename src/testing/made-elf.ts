/** ELF files of every form, written field by field after the specification, not by our tables. */

interface Form {
	readonly bits: 32 | 64;
	readonly little: boolean;
}

/** Where the parts are. Bytes behind `CODE` are code, which no reader needs. */
const STRINGS = 0x400;
const DYNAMIC = 0x500;
const NOTES = 0x600;
const CODE = 0x1000;
const ADDRESS = 0x10000;

const TEXTS = "\0libc.so\0libneeds.so\0libme.so\0/system/lib:$ORIGIN\0/system/bin/linker\0";
const at = (text: string) => TEXTS.indexOf(text);
const SECTIONS = ["", ".text", ".dynstr", ".dynamic", ".note", ".bss", ".shstrtab"];
const NAMES = `${SECTIONS.join("\0")}\0`;

/**
 * A shared library with two needed libraries, a name, a search path, an interpreter and two notes.
 * @param size bytes; the headers of sections are at its end, as linkers put them
 */
export function writeElf({ bits, little }: Form, size = 0x2000) {
	const wide = bits === 64;
	const parts: { readonly start: number; readonly bytes: Uint8Array }[] = [];
	const put = (start: number, ...fields: readonly (readonly [width: number, n: number])[]) => {
		const view = new DataView(new ArrayBuffer(fields.reduce((all, [width]) => all + width, 0)));
		let p = 0;
		for (const [width, n] of fields) {
			if (width === 1) view.setUint8(p, n);
			else if (width === 2) view.setUint16(p, n, little);
			else if (width === 4) view.setUint32(p, n, little);
			else view.setBigUint64(p, BigInt(n), little);
			p += width;
		}
		parts.push({ start, bytes: new Uint8Array(view.buffer) });
	};
	const text = (start: number, words: string) =>
		parts.push({ start, bytes: Uint8Array.from(words, (c) => c.charCodeAt(0)) });
	const w = wide ? 8 : 4;
	const headers = size - SECTIONS.length * (wide ? 64 : 40);
	const names = headers - 0x100;

	text(0, `\x7fELF${String.fromCharCode(wide ? 2 : 1, little ? 1 : 2, 1, 0)}`);
	put(16, [2, 3], [2, 183], [4, 1], [w, ADDRESS + CODE], [w, wide ? 64 : 52], [w, headers]);
	put(wide ? 48 : 36, [4, 0], [2, wide ? 64 : 52], [2, wide ? 56 : 32], [2, 4]);
	put(wide ? 58 : 46, [2, wide ? 64 : 40], [2, SECTIONS.length], [2, SECTIONS.length - 1]);

	const interpreter = STRINGS + at("/system/bin/linker");
	const segments = [
		[1, 0, CODE, 0x4000],
		[2, DYNAMIC, 0x100, 8],
		[3, interpreter, 19, 1],
		[4, NOTES, 24 + 20 + 4, 4],
	] as const;
	for (const [i, [type, start, length, align]] of segments.entries()) {
		const place = (wide ? 64 + i * 56 : 52 + i * 32) as number;
		const [address, flags] = [ADDRESS + start, 4];
		if (wide)
			put(
				place,
				[4, type],
				[4, flags],
				[8, start],
				[8, address],
				[8, address],
				[8, length],
				[8, length],
				[8, align],
			);
		else
			put(
				place,
				[4, type],
				[4, start],
				[4, address],
				[4, address],
				[4, length],
				[4, length],
				[4, flags],
				[4, align],
			);
	}

	text(STRINGS, TEXTS);
	const dynamic = [
		[1, at("libc.so")],
		[1, at("libneeds.so")],
		[14, at("libme.so")],
		[29, at("/system/lib:")],
		[5, ADDRESS + STRINGS],
		[10, TEXTS.length],
		[0, 0],
	] as const;
	for (const [i, [tag, value]] of dynamic.entries()) put(DYNAMIC + i * 2 * w, [w, tag], [w, value]);

	put(NOTES, [4, 4], [4, 8], [4, 3]);
	text(NOTES + 12, "GNU\0\xde\xad\xbe\xef\x01\x02\x03\x04");
	put(NOTES + 24, [4, 8], [4, 4], [4, 1]);
	text(NOTES + 36, "Android\0");
	put(NOTES + 44, [4, 29]);

	text(names, NAMES);
	const places: Readonly<Record<string, readonly [type: number, start: number, length: number]>> = {
		".text": [1, CODE, size - CODE - 0x1000],
		".dynstr": [3, STRINGS, TEXTS.length],
		".dynamic": [6, DYNAMIC, 7 * 2 * w],
		".note": [7, NOTES, 48],
		".bss": [8, 0x99999999, 0x123456],
		".shstrtab": [3, names, NAMES.length],
	};
	let name = 0;
	for (const [i, word] of SECTIONS.entries()) {
		const [type, start, length] = places[word] ?? [0, 0, 0];
		put(
			headers + i * (wide ? 64 : 40),
			[4, name],
			[4, type],
			[w, 0],
			[w, 0],
			[w, start],
			[w, length],
			[4, 0],
			[4, 0],
			[w, 1],
			[w, 0],
		);
		name += word.length + 1;
	}
	return { size, parts };
}

/** All of it in memory. */
export function elfBytes(form: Form, size?: number): Uint8Array<ArrayBuffer> {
	const made = writeElf(form, size);
	const bytes = new Uint8Array(made.size);
	for (const { start, bytes: part } of made.parts) bytes.set(part, start);
	return bytes;
}
