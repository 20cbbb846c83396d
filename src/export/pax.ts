/**
 * Records of a pax extended header (POSIX 1003.1, pax Interchange Format): what the 512-byte
 * ustar header has no room for. A record is
 *
 *   LENGTH ' ' KEY '=' VALUE '\n'     LENGTH in decimal, counting itself
 *
 * Values are bytes here: attribute values are binary and names need not be UTF-8.
 */
import type { Exact } from "../base/exact";
import { concat, utf8Bytes } from "../base/text";
import { aclEntries } from "../erofs/xattr-values";

export const paxRecord = (key: Uint8Array, value: Uint8Array): Uint8Array<ArrayBuffer> =>
	concat([utf8Bytes(paxLength(key.length, value.length)), key, EQUALS, value, NEWLINE]);

/** The same for keys and values of ASCII text. */
export const paxText = (key: string, value: string): Uint8Array<ArrayBuffer> =>
	utf8Bytes(`${paxLength(key.length, value.length)}${key}=${value}\n`);

/** The length of a record, and the space behind it. */
function paxLength(key: number, value: number): string {
	const rest = 1 + key + 1 + value + 1;
	let digits = String(rest).length;
	if (String(rest + digits).length > digits) digits++;
	return `${rest + digits} `;
}

const EQUALS = Uint8Array.of(0x3d);
const NEWLINE = Uint8Array.of(0x0a);

const BILLION = 1_000_000_000n;

/** Seconds since 1970 as a decimal fraction; "-4.5" for -5 s and 500,000,000 ns. */
export function paxTime(seconds: Exact, nanoseconds: number): string {
	const total = BigInt(seconds) * BILLION + BigInt(nanoseconds);
	const size = total < 0n ? -total : total;
	const fraction = String(size % BILLION).padStart(9, "0");
	const sign = total < 0n ? "-" : "";
	return `${sign}${size / BILLION}${fraction === "000000000" ? "" : `.${fraction}`}`;
}

const PERCENT = 0x25;
const EQUAL = 0x3d;

/**
 * The key of an extended attribute, as star and GNU tar know it. "=" would end the key, so
 * GNU tar writes it and its escape character as %XX.
 */
export function xattrKey(name: Uint8Array): Uint8Array<ArrayBuffer> {
	const pieces = [utf8Bytes("SCHILY.xattr.")];
	for (const byte of name) {
		if (byte === PERCENT) pieces.push(utf8Bytes("%25"));
		else if (byte === EQUAL) pieces.push(utf8Bytes("%3D"));
		else pieces.push(Uint8Array.of(byte));
	}
	return concat(pieces);
}

const ACL_KEYS: Readonly<Record<string, string>> = {
	"system.posix_acl_access": "SCHILY.acl.access",
	"system.posix_acl_default": "SCHILY.acl.default",
};

const ACL_ENTRY = /^(user|group|mask|other):\d*:[-rwx]{3}$/;

/** An access control list once more as text: who unpacks those does not take the attribute. */
export function aclRecord(name: string, value: Uint8Array): Uint8Array | undefined {
	const key = ACL_KEYS[name];
	if (!key) return undefined;
	const entries = aclEntries(value) ?? [""];
	return entries.every((one) => ACL_ENTRY.test(one)) ? paxText(key, entries.join("\n")) : undefined;
}
