/**
 * Name filters: plain text matches anywhere in the name, ignoring case; a pattern
 * with `*`, `?` or `[…]` must match the whole name, or the whole path when it
 * contains a slash. Matching takes time proportional to pattern x text at most.
 *
 * Names are matched as they are shown. Nearly all are printable ASCII, which is shown as it is:
 * these are matched byte by byte, and no text is made of them.
 */
import { showName } from "./text";

export interface NameFilter {
	/** Whether `matches` wants full paths ("/usr/bin/env") rather than names. */
	readonly onPath: boolean;
	/** Whether bytes [start, end), a raw name or path, match. */
	matches(bytes: Uint8Array, start: number, end: number): boolean;
}

type Token =
	| { readonly kind: "any" } // *: any run of characters
	| { readonly kind: "one" } // ?: one character
	| {
			readonly kind: "set";
			readonly not: boolean;
			readonly ranges: readonly (readonly [string, string])[];
	  }
	| { readonly kind: "char"; readonly char: string };

/** How a query is answered for characters in lower case, as text or as codes of plain ones. */
interface Matcher {
	text(lower: string): boolean;
	/** The first `length` codes. */
	plain(codes: Uint8Array, length: number): boolean;
}

const GLOB = /[*?[]/;

export function nameFilter(query: string): NameFilter {
	const wanted = query.toLowerCase();
	const onPath = wanted.includes("/");
	if (!GLOB.test(wanted)) return filterWith(onPath, substring(wanted));
	const rooted =
		onPath && !wanted.startsWith("/") && !wanted.startsWith("*") ? `/${wanted}` : wanted;
	return filterWith(onPath, glob(tokenize(rooted)));
}

/** Bytes that are shown as they are, in lower case; 0 for all others. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => {
	const char = String.fromCharCode(byte);
	return byte >= 0x20 && byte <= 0x7e && char !== "\\" ? char.toLowerCase().charCodeAt(0) : 0;
});

function filterWith(onPath: boolean, matcher: Matcher): NameFilter {
	let codes = new Uint8Array(256);
	return {
		onPath,
		matches(bytes, start, end) {
			const length = end - start;
			if (length > codes.length) codes = new Uint8Array(length * 2);
			for (let i = 0; i < length; i++) {
				const code = PLAIN[bytes[start + i] as number] as number;
				if (code === 0) return matcher.text(showName(bytes.subarray(start, end)).toLowerCase());
				codes[i] = code;
			}
			return matcher.plain(codes, length);
		},
	};
}

/** The code of a character that plain names can have; 0 for others. */
const plainCode = (char: string): number =>
	char.length === 1 ? (PLAIN[char.charCodeAt(0)] ?? 0) : 0;

function substring(wanted: string): Matcher {
	const codes = Uint8Array.from(wanted, plainCode);
	const isPlain = !codes.includes(0);
	return {
		text: (lower) => lower.includes(wanted),
		plain: (text, length) => isPlain && holds(text, length, codes),
	};
}

function holds(text: Uint8Array, length: number, wanted: Uint8Array): boolean {
	const last = length - wanted.length;
	for (let at = 0; at <= last; at++) {
		let i = 0;
		while (i < wanted.length && text[at + i] === wanted[i]) i++;
		if (i === wanted.length) return true;
	}
	return false;
}

function tokenize(pattern: string): Token[] {
	const chars = [...pattern];
	const tokens: Token[] = [];
	for (let i = 0; i < chars.length; i++) {
		const char = chars[i] as string;
		if (char === "*") {
			if (tokens.at(-1)?.kind !== "any") tokens.push({ kind: "any" });
		} else if (char === "?") tokens.push({ kind: "one" });
		else if (char === "[" && chars.indexOf("]", i + 2) > 0) {
			const end = chars.indexOf("]", i + 2);
			tokens.push(charSet(chars.slice(i + 1, end)));
			i = end;
		} else tokens.push({ kind: "char", char });
	}
	return tokens;
}

function charSet(chars: readonly string[]): Token {
	const not = chars[0] === "!" || chars[0] === "^";
	const body = not ? chars.slice(1) : chars;
	const ranges: (readonly [string, string])[] = [];
	for (let i = 0; i < body.length; i++) {
		const from = body[i] as string;
		const to = body[i + 1] === "-" ? body[i + 2] : undefined;
		ranges.push([from, to ?? from]);
		if (to !== undefined) i += 2;
	}
	return { kind: "set", not, ranges };
}

function matchOne(token: Token, char: string): boolean {
	if (token.kind === "char") return token.char === char;
	if (token.kind === "set") {
		return token.ranges.some(([from, to]) => from <= char && char <= to) !== token.not;
	}
	return token.kind === "one";
}

function glob(tokens: readonly Token[]): Matcher {
	const pattern = patternOf(tokens);
	/** For each token, which of the plain codes it matches. */
	const plain = tokens.map((token) =>
		Uint8Array.from({ length: 128 }, (_, code) =>
			matchOne(token, String.fromCharCode(code)) ? 1 : 0,
		),
	);
	return {
		text(lower) {
			const chars = [...lower];
			return matchPattern(pattern, chars.length, (t, i) =>
				matchOne(tokens[t] as Token, chars[i] as string),
			);
		},
		plain: (codes, length) =>
			matchPattern(pattern, length, (t, i) => (plain[t] as Uint8Array)[codes[i] as number] === 1),
	};
}

interface Pattern {
	readonly isAny: readonly boolean[];
	/** Positions of the first `*` and behind the last; that of the end when there is none. */
	readonly first: number;
	readonly behindLast: number;
}

function patternOf(tokens: readonly Token[]): Pattern {
	const isAny = tokens.map(({ kind }) => kind === "any");
	const first = isAny.indexOf(true);
	if (first < 0) return { isAny, first: tokens.length, behindLast: tokens.length };
	return { isAny, first, behindLast: isAny.lastIndexOf(true) + 1 };
}

type MatchesAt = (token: number, character: number) => boolean;

/** What stands at the ends of a pattern must stand at the ends of the text: that settles most. */
function matchPattern(pattern: Pattern, length: number, matches: MatchesAt): boolean {
	const { isAny, first, behindLast } = pattern;
	const tokens = isAny.length;
	const tail = tokens - behindLast;
	if (first === tokens ? length !== tokens : length < first + tail) return false;
	for (let t = behindLast; t < tokens; t++) if (!matches(t, length - tokens + t)) return false;
	for (let t = 0; t < first; t++) if (!matches(t, t)) return false;
	// Most have one `*`, which may stand for anything.
	if (behindLast - first <= 1) return true;
	return matchBetween(isAny, { first, behindLast }, length - tail, matches);
}

/** The classic two-finger match: on a mismatch, the last `*` swallows one character more. */
function matchBetween(
	isAny: readonly boolean[],
	{ first, behindLast }: Pick<Pattern, "first" | "behindLast">,
	end: number,
	matches: MatchesAt,
): boolean {
	let t = first;
	let star = first;
	let resume = first;
	for (let i = first; i < end; ) {
		if (isAny[t]) {
			star = t++;
			resume = i;
			// Behind the last one anything may stand.
			if (t === behindLast) return true;
		} else if (matches(t, i)) {
			t++;
			i++;
		} else {
			t = star + 1;
			i = ++resume;
		}
	}
	while (isAny[t]) t++;
	return t >= behindLast;
}
