/** Selected bytes as text for the clipboard. */
export type CopyFormat = "hex" | "text" | "c" | "base64";

/** More would stall the page and most programs it is pasted into. Bytes. */
export const MOST_COPIED = 1 << 20;

const PER_LINE = 16;
const HEX = Array.from({ length: 256 }, (_, b) => b.toString(16).padStart(2, "0"));

const lines = (bytes: Uint8Array, show: (line: Uint8Array) => string): string[] => {
	const out: string[] = [];
	for (let at = 0; at < bytes.length; at += PER_LINE) {
		out.push(show(bytes.subarray(at, at + PER_LINE)));
	}
	return out;
};

const spaced = (line: Uint8Array): string => Array.from(line, (b) => HEX[b]).join(" ");

/** UTF-8, with replacement characters where it is none: text is what was asked for. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const cArray = (bytes: Uint8Array, start: number): string =>
	[
		`static const unsigned char bytes_0x${start.toString(16)}[${bytes.length}] = {`,
		...lines(bytes, (line) => `\t${Array.from(line, (b) => `0x${HEX[b]}`).join(", ")},`),
		"};",
		"",
	].join("\n");

/** A multiple of three, so that pieces join without padding; small enough for one call. */
const PIECE = 0x6000;

function base64(bytes: Uint8Array): string {
	let out = "";
	for (let at = 0; at < bytes.length; at += PIECE) {
		out += btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
	}
	return out;
}

/** @param start offset of the first byte, which names the C array */
export function copyAs(format: CopyFormat, bytes: Uint8Array, start: number): string {
	if (format === "hex") return lines(bytes, spaced).join("\n");
	if (format === "text") return decoder.decode(bytes);
	return format === "c" ? cArray(bytes, start) : base64(bytes);
}
