/** Archives in ZIP, and what is one by another name: APK, APEX, JAR, office documents. */
import { type Exact, sum } from "../base/exact";
import { countText, percentText, sizeText, storedShare } from "../base/words";
import type { Reading } from "../containers/reading";
import { startsWith } from "../containers/tables";
import { type Directory, FLAG, type Member, zipMembers } from "../containers/zip-members";
import { localHeader, METHODS } from "../containers/zip-tables";
import type { Fact, Item, Kind } from "./kind";

/** Entries that are read: about a megabyte of directory. Without one each costs a read of its own. */
const MOST = { listed: 10_000, followed: 100 };

export const zip: Kind = {
	probe: ({ bytes }) => startsWith(bytes, "PK\x03\x04") || startsWith(bytes, "PK\x05\x06"),
	async look(reading) {
		const members: Member[] = [];
		const directory = await zipMembers(reading, MOST, (member) => void members.push(member));
		const found = { members, directory };
		const all = directory ? Math.max(directory.entries ?? 0, members.length) : members.length;
		return {
			kind: "facts",
			way: "Archive",
			title: titleOf(members),
			rows: [...rowsOf(found, all), ...(await signatureRows(reading, found))],
			items: { what: "entry", list: members.map(itemOf), total: all },
			troubles: reading.findings,
		};
	},
};

/** What an archive is when it has an entry with this name. The first counts. */
const TITLES: readonly (readonly [name: RegExp, title: string])[] = [
	[/^AndroidManifest\.xml$/, "Android package (APK)"],
	[/^apex_payload\.img$/, "Android module (APEX)"],
	[/^original_apex$/, "Android module, compressed (CAPEX)"],
	[/^payload\.bin$/, "Android update (OTA)"],
	[/^\[Content_Types\]\.xml$/, "Office document"],
	[/^META-INF\/container\.xml$/, "EPUB book"],
	[/\.dist-info\/WHEEL$/, "Python wheel"],
	[/^META-INF\/MANIFEST\.MF$/, "Java archive (JAR)"],
];

function titleOf(members: readonly Member[]): string {
	const title = TITLES.find(([name]) => members.some((member) => name.test(member.name)));
	return title ? `${title[1]}, ZIP` : "ZIP archive";
}

interface Members {
	readonly members: readonly Member[];
	/** Where the archive has one. */
	readonly directory: Directory | undefined;
}

const isFolder = ({ name }: Member): boolean => name.endsWith("/");
const total = (members: readonly Member[], of: "size" | "stored"): Exact =>
	members.reduce<Exact>((all, member) => sum(all, member[of]), 0);

function rowsOf({ members, directory }: Members, all: number): Fact[] {
	const files = members.filter((member) => !isFolder(member));
	const folders = members.length - files.length;
	const [size, stored] = [total(files, "size"), total(files, "stored")];
	const share = storedShare(stored, size);
	const kinds = [some(files.length, "file"), folders > 0 && some(folders, "directory")];
	const left =
		members.length < all && `the first ${countText(members.length)} of ${countText(all)} entries`;
	const how = [
		directory?.zip64 && "zip64",
		count(files, "with sizes behind the contents", ({ flags }) => flags & FLAG.DESCRIPTOR),
		count(files, "encrypted", ({ flags }) => flags & FLAG.ENCRYPTED),
		!directory && "no directory: followed from the beginning",
	];
	return [
		row("Entries", kinds),
		row("Looked at", [left]),
		row("Contents", [sizeText(size)]),
		row("Packed", [
			sizeText(stored),
			share !== undefined && `${percentText(share)} of the contents`,
		]),
		row("Method", methodsOf(files)),
		row("Written", how),
		...androidRows(files),
	].filter((one) => one.values.length > 0);
}

const row = (label: string, parts: readonly (string | false | undefined)[]): Fact => {
	const words = parts.filter(Boolean);
	return { label, values: words.length > 0 ? [words.join(", ")] : [] };
};

const some = (n: number, word: string): string =>
	`${countText(n)} ${n === 1 ? word : word.replace(/y?$/, (y) => (y ? "ies" : "s"))}`;

function count(
	members: readonly Member[],
	words: string,
	is: (member: Member) => number,
): string | undefined {
	const n = members.filter((member) => is(member) !== 0).length;
	return n > 0 ? `${countText(n)} ${words}` : undefined;
}

const methodOf = ({ method }: Member): string => METHODS[method] ?? `method ${method}`;

function methodsOf(members: readonly Member[]): string[] {
	const methods = new Map<string, number>();
	for (const member of members) {
		const how = methodOf(member);
		methods.set(how, (methods.get(how) ?? 0) + 1);
	}
	const most = [...methods].sort((a, b) => b[1] - a[1]);
	return most.slice(0, 8).map(([how, n]) => `${countText(n)} ${how}`);
}

/** Processors that libraries are for. */
const LIBRARY = /^(?:.*\/)?lib\/([^/]{1,40})\/[^/]+\.so$/;

function androidRows(files: readonly Member[]): Fact[] {
	const dex = files.filter(({ name }) => /^classes\d*\.dex$/.test(name)).length;
	const processors = new Set(files.map(({ name }) => LIBRARY.exec(name)?.[1]));
	return [
		row("Code", [dex > 0 && some(dex, "DEX file")]),
		row("Libraries for", [...processors].sort().slice(0, 16)),
	];
}

const SIGNING_MAGIC = "APK Sig Block 42";

/** Signatures of Android since version 2 of the scheme lie in front of the directory. */
async function signatureRows(reading: Reading, { members, directory }: Members): Promise<Fact[]> {
	const start = (directory?.start ?? 0) - SIGNING_MAGIC.length;
	const isSigned =
		start > 0 &&
		(await reading.step(() => startsWith(reading.bytes.slice(start, start + 16), SIGNING_MAGIC)));
	const isJar = members.some(({ name }) => /^META-INF\/[^/]+\.(?:RSA|DSA|EC)$/.test(name));
	const rows = row("Signed", [isSigned && "APK signing block", isJar && "files in META-INF"]);
	return rows.values.length > 0 ? [rows] : [];
}

const itemOf = (member: Member): Item => ({
	name: member.name,
	size: member.size,
	stored: member.stored,
	how: member.flags & FLAG.ENCRYPTED ? `${methodOf(member)}, encrypted` : methodOf(member),
	at: { start: member.header, end: member.header + localHeader.size },
});
