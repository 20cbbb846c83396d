/**
 * Works out the sums that are written in steps, from their text alone: words stand before the
 * number they name, `×`, `÷` and `mod` bind closer than `+` and `−`, and `rounded up to` takes all
 * before it.
 */

/** @throws Error for a text that is no sum */
export function worked(text: string): bigint {
	const tokens = tokensOf(text);
	let next = 0;
	const peek = () => tokens[next];
	const take = () => tokens[next++];

	function all(): bigint {
		let value = total();
		while (peek() === "rounded up to") {
			take();
			const unit = atom();
			value = ((value + unit - 1n) / unit) * unit;
		}
		return value;
	}

	function total(): bigint {
		let value = factors();
		for (;;) {
			if (peek() === "+") {
				take();
				value += factors();
			} else if (peek() === "−") {
				take();
				value -= factors();
			} else return value;
		}
	}

	function factors(): bigint {
		let value = atom();
		for (;;) {
			const sign = peek();
			if (sign !== "×" && sign !== "÷" && sign !== "mod") return value;
			take();
			const by = atom();
			value = sign === "×" ? value * by : sign === "÷" ? value / by : value % by;
		}
	}

	function atom(): bigint {
		const token = take();
		if (token === "(") {
			const value = all();
			if (take() !== ")") throw new Error(`no end of a bracket: ${text}`);
			return value;
		}
		if (token === undefined || !/^-?\d+$/.test(token)) throw new Error(`no number: ${text}`);
		return BigInt(token);
	}

	const value = all();
	if (next < tokens.length) throw new Error(`more than a sum: ${text}`);
	return value;
}

const TOKEN = /rounded up to|mod\b|-?\d+|[+−×÷()]/g;
/** What may stand between: words and blanks. */
const WORDS = /^[a-zA-Z_,\s]*$/;

function tokensOf(text: string): string[] {
	if (!WORDS.test(text.replace(TOKEN, ""))) throw new Error(`not only words and numbers: ${text}`);
	return text.match(TOKEN) ?? [];
}
