/** What the sample files hold: made from seeds, the same on every machine. */
import { crc32, deflateSync } from "node:zlib";

/** Numbers below a limit; equal seeds give equal numbers. */
function randomFrom(seed) {
	let state = seed >>> 0;
	return (limit) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * limit);
	};
}

const SEASONS = ["spring", "summer", "autumn", "winter"];
const WEATHER = [
	"fog",
	"clear sky",
	"rain from the west",
	"snow",
	"wind",
	"a pale moon",
	"thunder",
];
const VISITORS = ["a sailor", "two sisters", "the girl", "a tired judge", "nobody", "a clockmaker"];
const VOLUMES = ["the atlas", "the book of tides", "the grammar", "the herbal", "the star tables"];
const WORDS = (
	"lamp shelf river yard letter line card mouse press wheel candle winter paper bread clock " +
	"shadow window ladder glass thread copper story sentence margin winged silent early narrow " +
	"patient crooked yellow distant borrowed folded hidden seven under beyond almost never again"
).split(" ");

/** The keeper's diary: much alike from night to night, as diaries are, but for a line he copies. */
export function diary(nights) {
	const random = randomFrom(7);
	const one = (list) => list[random(list.length)];
	const entry = (_, night) => {
		const season = SEASONS[Math.floor(night / 91) % 4];
		const copied = Array.from({ length: 4 + random(12) }, () => one(WORDS)).join(" ");
		return (
			`Night ${night + 1}, ${season}, ${one(WEATHER)}. ${one(VISITORS)} came and asked for ` +
			`${one(VOLUMES)}; I walked to card ${random(5000)} and copied: "${copied}".\n`
		);
	};
	return Array.from({ length: nights }, entry).join("");
}

/** Throws of dice: nothing repeats, so no press can make it smaller. */
export function dice(size, seed) {
	const random = randomFrom(seed);
	return Uint8Array.from({ length: size }, () => random(256));
}

/** The ledger: records of 16 bytes with counters, small numbers and padding. */
export function ledger(records) {
	const random = randomFrom(11);
	const bytes = new Uint8Array(records * 16);
	const view = new DataView(bytes.buffer);
	for (let i = 0; i < records; i++) {
		view.setUint32(i * 16, i + 1, true);
		view.setUint16(i * 16 + 4, random(5000), true);
		view.setUint16(i * 16 + 6, random(12), true);
		view.setUint32(i * 16 + 8, 1_700_000_000 + i * 3600, true);
	}
	return bytes;
}

/**
 * A PNG of the lamp over the door, 8 bits a pixel. Its pixels are stored as they are, not
 * deflated, so that the file system's compression has something to do.
 */
export function lampPicture(width = 192, height = 144) {
	const palette = new Uint8Array(256 * 3);
	const pixels = new Uint8Array(height * (width + 1));
	for (let i = 0; i < 256; i++) palette.set([Math.min(255, i + 16), (i * 7) >> 3, i >> 1], i * 3);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			pixels[y * (width + 1) + 1 + x] = glow(x - width / 2, y - height * 0.4, height);
		}
	}
	const size = Buffer.alloc(8);
	size.writeUInt32BE(width, 0);
	size.writeUInt32BE(height, 4);
	const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
	return Buffer.concat([
		signature,
		pngChunk("IHDR", Buffer.concat([size, Buffer.from([8, 3, 0, 0, 0])])),
		pngChunk("PLTE", palette),
		pngChunk("IDAT", deflateSync(pixels, { level: 0 })),
		pngChunk("IEND", new Uint8Array(0)),
	]);
}

function pngChunk(type, data) {
	const body = Buffer.concat([Buffer.from(type), data]);
	const chunk = Buffer.alloc(body.length + 8);
	chunk.writeUInt32BE(data.length, 0);
	body.copy(chunk, 4);
	chunk.writeUInt32BE(crc32(body), body.length + 4);
	return chunk;
}

/** Brightness around a lamp that hangs from a line, in steps so that neighbours are equal. */
function glow(dx, dy, height) {
	const distance = Math.sqrt(dx * dx + dy * dy);
	if (distance < height / 12) return 255;
	if (Math.abs(dx) < 1.5 && dy < 0) return 40;
	return Math.max(8, Math.floor((1 - distance / height) * 15) * 16);
}
