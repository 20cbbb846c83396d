/**
 * Sums in an image's own numbers: what is written and what it comes to are made together, so that
 * no text can claim another result. Plain data once made.
 *
 *   inode number 53 × 32 + metadata start 0         words stand before the number they name
 *   end of the header 1576 + 8, rounded up to 16
 *
 * `×`, `÷` and `mod` bind closer than `+` and `−`; `rounded up to` takes all before it. `÷` leaves
 * the rest away.
 */
import { type Exact, product, quotient, sum } from "../base/exact";
import { hex } from "./show";

export interface Sum {
	readonly text: string;
	readonly value: Exact;
}

/** What a number in a text binds as: itself, a product, a sum, or all that was rounded. */
const ATOM = 0;
const PRODUCT = 1;
const TOTAL = 2;
const ROUNDED = 3;

export interface Term extends Sum {
	readonly binds: number;
}

export type Operand = Term | Exact;

/** A number, with words of what it is: without digits and signs, so that texts can be worked out. */
export const known = (value: Exact, name?: string): Term => ({
	text: name === undefined ? String(value) : `${name} ${value}`,
	value,
	binds: ATOM,
});

const termOf = (operand: Operand): Term => (typeof operand === "object" ? operand : known(operand));

const inside = ({ text, binds }: Term, most: number): string => (binds > most ? `(${text})` : text);

function joined(
	sign: string,
	binds: number,
	most: readonly [left: number, right: number],
	work: (a: Exact, b: Exact) => Exact,
) {
	return (left: Operand, right: Operand): Term => {
		const a = termOf(left);
		const b = termOf(right);
		const text = `${inside(a, most[0])} ${sign} ${inside(b, most[1])}`;
		return { text, value: work(a.value, b.value), binds };
	};
}

export const plus = joined("+", TOTAL, [TOTAL, TOTAL], sum);
export const minus = joined("−", TOTAL, [TOTAL, PRODUCT], (a, b) => sum(a, product(b, -1)));
export const times = joined("×", PRODUCT, [PRODUCT, ATOM], product);
/** Without the rest. */
export const over = joined("÷", PRODUCT, [PRODUCT, ATOM], quotient);
/** The rest. */
export const mod = joined("mod", PRODUCT, [PRODUCT, ATOM], (a, b) =>
	sum(a, product(product(quotient(a, b), b), -1)),
);

export function roundedUp(operand: Operand, unit: number): Term {
	const of = termOf(operand);
	const runs = quotient(sum(of.value, unit - 1), unit);
	const text = `${inside(of, TOTAL)}, rounded up to ${unit}`;
	return { text, value: product(runs, unit), binds: ROUNDED };
}

/** A term that will not be reckoned with any more. */
export const sumOf = ({ text, value }: Sum): Sum => ({ text, value });

/** `inode number 53 × 32 + metadata start 0 = 0x6a0`, for a place. */
export const placeText = ({ text, value }: Sum): string => `${text} = ${hex(value)}`;

/** `byte 40000 ÷ 4096 = 9`, for a number. */
export const numberText = ({ text, value }: Sum): string => `${text} = ${value}`;
