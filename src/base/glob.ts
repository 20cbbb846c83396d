/**
 * Name filters: plain text matches anywhere in the name, ignoring case; a pattern
 * with `*`, `?` or `[…]` must match the whole name, or the whole path when it
 * contains a slash. Matching takes time proportional to pattern x text at most.
 */
export interface NameFilter {
	/** Whether `text` passed to `matches` must be the full path ("/usr/bin/env") rather than the name. */
	readonly onPath: boolean;
	matches(text: string): boolean;
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

const GLOB = /[*?[]/;

export function nameFilter(query: string): NameFilter {
	const wanted = query.toLowerCase();
	const onPath = wanted.includes("/");
	if (!GLOB.test(wanted)) {
		return { onPath, matches: (text) => text.toLowerCase().includes(wanted) };
	}
	const rooted =
		onPath && !wanted.startsWith("/") && !wanted.startsWith("*") ? `/${wanted}` : wanted;
	const tokens = tokenize(rooted);
	return { onPath, matches: (text) => matchTokens(tokens, [...text.toLowerCase()]) };
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

/** The classic two-finger match: on a mismatch, the last `*` swallows one character more. */
function matchTokens(tokens: readonly Token[], text: readonly string[]): boolean {
	let t = 0;
	let star = -1;
	let resume = 0;
	for (let i = 0; i < text.length; ) {
		const token = tokens[t];
		if (token?.kind === "any") {
			star = t++;
			resume = i;
		} else if (token && matchOne(token, text[i] as string)) {
			t++;
			i++;
		} else if (star >= 0) {
			t = star + 1;
			i = ++resume;
		} else return false;
	}
	while (tokens[t]?.kind === "any") t++;
	return t === tokens.length;
}
