/**
 * Sizes, ratios and times in words. One wording for the whole product: on disk, % of size.
 */
import type { Exact } from "./exact";

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/**
 * Units of 1024 and three significant digits: `0 B`, `999 B`, `1.23 MiB`, `45.6 GiB`. What
 * is exact has no zeros behind: `4 KiB` is 4,096 bytes, `4.00 KiB` is about as much.
 */
export function sizeText(bytes: Exact): string {
	let value = Number(bytes);
	const isExact = typeof bytes !== "bigint" || BigInt(value) === bytes;
	if (!Number.isFinite(value)) return "unknown";
	let unit = 0;
	while (value >= 1023.5 && unit < UNITS.length - 1) {
		value /= 1024;
		unit++;
	}
	if (unit === 0) return `${value} B`;
	const digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
	const rounded = value.toFixed(digits);
	return `${isExact && Number(rounded) === value ? value : rounded} ${UNITS[unit]}`;
}

/** `1,234,567 bytes`. */
export const exactBytes = (bytes: Exact): string => counted(bytes, "byte");

/** `1,234,567`, for whole numbers. Not by `Intl`, whose first use costs a page 40 ms. */
export const countText = (n: Exact): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

/** `3 files`, `1 file`. */
export const counted = (n: Exact, one: string, many = `${one}s`): string =>
	`${countText(n)} ${n === 1 ? one : many}`;

/** Stored as a share of size, 0..; undefined when there is nothing to compare. */
export const storedShare = (stored: Exact, size: Exact): number | undefined =>
	size > 0 ? Number(stored) / Number(size) : undefined;

/**
 * `35 %`, `3.4 %`, `0.12 %`: small shares are told apart. Never 0 of what is there, and never 100
 * of what is not all: `<0.01 %`, `>99.9 %`.
 */
export function percentText(share: number): string {
	const percent = share * 100;
	if (percent > 0 && percent < 0.005) return "<0.01 %";
	if (percent >= 99.95 && percent < 100) return ">99.9 %";
	const isNearAll = percent >= 99.5 && percent < 100;
	const parts = percent < 0.995 ? 100 : percent < 9.95 || isNearAll ? 10 : 1;
	return `${Math.round(percent * parts) / parts} %`;
}

/** `35 %` of work that goes on: whole, and 100 only at its end. */
export const doneText = (share: number): string => `${Math.floor(share * 100)} %`;

/**
 * What contents take on disk: `1.20 MiB, 35 % of size`, or that they are as long there.
 * @param stored undefined when more is claimed than can be
 */
export function storedText(stored: Exact | undefined, size: Exact): string {
	if (stored === undefined) return `claims ${sizeText(size)}, more than the image can hold`;
	const share = storedShare(stored, size);
	if (share === undefined) return sizeText(stored);
	const what = stored === size ? "not compressed" : `${percentText(share)} of size`;
	return `${sizeText(stored)}, ${what}`;
}

/**
 * `2023-11-14 22:13:20 UTC`, with nanoseconds when given and not zero. What calendars of
 * JavaScript do not reach (271,821 BC to 275,760 AD) stays a count of seconds.
 */
export function timeText(seconds: Exact, nanoseconds = 0): string {
	const date = new Date(Number(seconds) * 1000);
	if (Number.isNaN(date.getTime()) || nanoseconds >= 1e9) {
		const more = nanoseconds ? ` and ${nanoseconds} ns` : "";
		return `${seconds} s${more} since 1970`;
	}
	const [day, clock] = date.toISOString().split("T") as [string, string];
	const fraction = nanoseconds ? `.${String(nanoseconds).padStart(9, "0")}` : "";
	return `${day} ${clock.slice(0, 8)}${fraction} UTC`;
}

/** Letter of the file type, by the type bits of st_mode shifted down by 12. */
const KIND = "?pc?d?b?-?l?s";

/** `drwxr-xr-x`, with setuid, setgid and sticky letters. */
export function modeText(mode: number): string {
	const triple = (shift: number, special: boolean, letter: string) => {
		const bits = mode >> shift;
		const x = bits & 1;
		const last = special ? (x ? letter : letter.toUpperCase()) : x ? "x" : "-";
		return `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${last}`;
	};
	return (
		(KIND[mode >> 12] ?? "?") +
		triple(6, (mode & 0o4000) !== 0, "s") +
		triple(3, (mode & 0o2000) !== 0, "s") +
		triple(0, (mode & 0o1000) !== 0, "t")
	);
}

/** `0755`, four octal digits. */
export const octalMode = (mode: number): string => (mode & 0o7777).toString(8).padStart(4, "0");
