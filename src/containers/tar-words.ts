/** What stands in front of a member of a tar archive about it: records of pax, long names. */
import { showName } from "../base/text";

/** Bytes of a long name, or of the records of a pax header. */
export const MOST_WORDS = 1 << 20;

/** What headers in front of a member say about it. */
export interface Words {
	readonly name?: string;
	readonly size?: number;
	/** Of a link. */
	readonly target?: string;
	/** Records of pax headers. */
	readonly records: ReadonlyMap<string, string>;
	/** Numbers of runs of a sparse file, from records that come many times. */
	readonly runs: readonly number[];
}
export const NO_WORDS: Words = { records: new Map(), runs: [] };

export const decimal = (words: string | undefined): number | undefined => {
	const value = words !== undefined && /^\d{1,16}$/.test(words) ? Number.parseInt(words, 10) : -1;
	return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
};

/** Records as “LENGTH KEY=VALUE”, a line each. */
export function recordsIn(bytes: Uint8Array, before: Words): Words {
	const records = new Map(before.records);
	const runs = [...before.runs];
	let { name, size, target } = before;
	for (let at = 0; at < bytes.length; ) {
		const space = bytes.indexOf(0x20, at);
		const length = space < 0 ? undefined : decimal(showName(bytes.subarray(at, space)));
		if (length === undefined || length <= space - at || at + length > bytes.length) break;
		const pair = bytes.subarray(space + 1, at + length - 1);
		const equals = pair.indexOf(0x3d);
		const key = showName(pair.subarray(0, Math.max(0, equals)));
		const value = showName(pair.subarray(equals + 1));
		if (key === "path") name = value;
		else if (key === "linkpath") target = value;
		else if (key === "size") size = decimal(value) ?? size;
		else if (key === "GNU.sparse.offset" || key === "GNU.sparse.numbytes") {
			runs.push(decimal(value) ?? Number.NaN);
		} else records.set(key, value);
		at += length;
	}
	return {
		records,
		runs,
		...(name === undefined ? {} : { name }),
		...(size === undefined ? {} : { size }),
		...(target === undefined ? {} : { target }),
	};
}
