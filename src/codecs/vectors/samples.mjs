/**
 * What the vectors decode to: made from a seed, so that only the streams are stored.
 * Plain JavaScript because make.mjs, run by Node alone, needs the same bytes.
 */

/** A small generator of numbers below `limit`; equal seeds give equal numbers. */
export function randomFrom(seed) {
	let state = seed >>> 0;
	return (/** @type {number} */ limit) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let x = Math.imul(state ^ (state >>> 15), state | 1);
		x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
		return ((x ^ (x >>> 14)) >>> 0) % limit;
	};
}

/** Words of which few are frequent, as in prose. */
function text(size, seed) {
	const random = randomFrom(seed);
	const letters = "etaoinshrdlucmfwypvbgkqjxz";
	const word = () =>
		Array.from({ length: 2 + random(8) }, () => letters[Math.min(random(26), random(26))]).join("");
	const words = Array.from({ length: 600 }, word);
	let prose = "";
	while (prose.length < size) {
		const next = words[Math.min(random(600), random(600), random(600))];
		prose += next + (random(12) === 0 ? ".\n" : " ");
	}
	return new TextEncoder().encode(prose.slice(0, size));
}

/** Records of counters, small numbers and padding, as in executables and tables. */
function records(size, seed) {
	const random = randomFrom(seed);
	const bytes = new Uint8Array(size);
	const view = new DataView(bytes.buffer);
	for (let at = 0, n = 0x1000; at + 16 <= size; at += 16, n += 24 + random(3) * 8) {
		view.setUint32(at, n, true);
		view.setUint16(at + 4, random(300), true);
		view.setUint16(at + 8, random(2) * random(65536), true);
	}
	return bytes;
}

function noise(size, seed) {
	const random = randomFrom(seed);
	return Uint8Array.from({ length: size }, () => random(256));
}

/** A few symbols in no order: no matches, only codes for single bytes. */
function letters(size, seed) {
	const random = randomFrom(seed);
	return Uint8Array.from({ length: size }, () => Math.min(random(7), random(7)));
}

/** Runs that repeat with every period from 1 to 40: matches that overlap themselves. */
function periods(seed) {
	const random = randomFrom(seed);
	const bytes = [];
	for (let period = 1; period <= 40; period++) {
		const start = bytes.length;
		for (let i = 0; i < period; i++) bytes.push(random(256));
		for (let left = 100 + random(200), i = 0; i < left; i++)
			bytes.push(bytes[start + (i % period)]);
	}
	return Uint8Array.from(bytes);
}

function concat(...parts) {
	const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

/** Everything in turn, then the beginning again: far matches, and blocks of every kind. */
function mixed() {
	const start = concat(text(10_000, 21), noise(1_000, 22), records(10_000, 23));
	return concat(start, new Uint8Array(30_000), text(12_000, 24), records(16_000, 25), start);
}

export const samples = {
	empty: new Uint8Array(0),
	byte: Uint8Array.of(65),
	short: text(40, 1),
	text: text(8_000, 2),
	records: records(8_000, 3),
	noise: noise(3_000, 4),
	fewLetters: letters(200, 5),
	letters: letters(20_000, 6),
	periods: periods(7),
	zeros: new Uint8Array(70_000),
	mixed: mixed(),
};
