/** Folders as browsers hand them over: bit by bit when dropped, as a list when chosen. */
import { expect, it } from "vitest";
import { chosenFolder, droppedFolder } from "./folder";

type Made = { readonly [name: string]: Made | string };

/** An entry that tells of at most two others at a time. */
function entry(name: string, made: Made | string, above = ""): FileSystemEntry {
	const fullPath = `${above}/${name}`;
	if (typeof made === "string") {
		const file = (resolve: (file: File) => void) => resolve(new File([made], name));
		return { name, fullPath, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry;
	}
	const createReader = () => {
		const left = Object.entries(made).map(([each, inside]) => entry(each, inside, fullPath));
		return { readEntries: (resolve: (some: unknown) => void) => resolve(left.splice(0, 2)) };
	};
	return { name, fullPath, isFile: false, isDirectory: true, createReader } as never;
}

const { signal } = new AbortController();
const pathsOf = async (entries: readonly FileSystemEntry[]) =>
	(await droppedFolder(entries)?.files(signal))?.map(({ path }) => path);

it("lists all files below a folder, by their paths", async () => {
	const made = { c: "", a: { y: { "2": "", "10": "" }, x: "" }, b: "", d: "" };
	expect(await pathsOf([entry("layout", made)])).toEqual(
		["a/x", "a/y/10", "a/y/2", "b", "c", "d"].map((path) => `layout/${path}`),
	);
});

it("takes several things for one folder, and files alone for none", async () => {
	const folder = droppedFolder([entry("boot", ""), entry("blobs", { "1": "" })]);
	expect(folder?.name).toBe("boot and 1 more");
	expect((await folder?.files(signal))?.map(({ path }) => path)).toEqual([
		"boot and 1 more/blobs/1",
		"boot and 1 more/boot",
	]);
	expect(droppedFolder([entry("boot", ""), entry("blob", "")])).toBeUndefined();
	expect(droppedFolder([])).toBeUndefined();
});

it("says so when there is nothing, or what is there cannot be read", async () => {
	await expect(pathsOf([entry("none", { a: {} })])).rejects.toThrow("There are no files in none.");
	const gone = entry("gone", {});
	Object.assign(gone, {
		createReader: () => ({
			readEntries: (_: unknown, no: (why: Error) => void) => no(new Error()),
		}),
	});
	await expect(pathsOf([gone])).rejects.toThrow("The browser cannot read “gone”.");
});

it("takes what a dialog gives", async () => {
	const file = Object.assign(new File([], "b"), { webkitRelativePath: "top/a/b" });
	const folder = chosenFolder([file]);
	expect(folder?.name).toBe("top");
	expect(await folder?.files(signal)).toEqual([{ kind: "file", file, path: "top/a/b" }]);
	expect(chosenFolder([])).toBeUndefined();
});
