/** Images of composefs with the store of their objects. */
import { describe, expect, it } from "vitest";
import { tarOf } from "../testing/made-archives";
import { composefs } from "../testing/made-composefs";
import {
	corpusBytes,
	corpusPlace,
	corpusTruth,
	digestOf,
	digestsAt,
	folderOf,
	hasCorpus,
	placeOf,
} from "../testing/wrappers";

const wanted = () => {
	const [image] = corpusTruth("composefs/image.cfs");
	const all = Object.entries(image?.manifest ?? {}).filter(([, { sha256 }]) => sha256);
	return Object.fromEntries(all.map(([path, { sha256 }]) => [path, sha256]));
};

/** Files of the folder, by path. */
async function files(): Promise<Record<string, Buffer>> {
	const found: Record<string, Buffer> = {};
	for (const { name, open } of corpusPlace("composefs").near.own) {
		const { source } = await open({} as never);
		found[name] = Buffer.from(await source.read(0, source.size));
	}
	return found;
}

describe("an image that was made here", () => {
	const { files, truth } = composefs();
	const digests = Object.fromEntries(
		Object.entries(truth).map(([path, bytes]) => [path, digestOf(bytes)]),
	);

	it("has the contents of its objects, in a folder and in an archive", async () => {
		expect(await digestsAt(folderOf(files), "image.cfs")).toEqual(digests);
		const members = Object.entries(files).map(([name, bytes]) => ({ name: `./c/${name}`, bytes }));
		expect(await digestsAt(placeOf(tarOf(members)), "./c/image.cfs")).toEqual(digests);
	});

	it("gives nothing of an object that was changed, or is not there", async () => {
		const [path] = Object.keys(files).filter((name) => name.startsWith("objects/"));
		const bytes = Buffer.from(files[path as string] as Buffer);
		bytes[bytes.length - 1] = 99;
		const changed = await digestsAt(folderOf({ ...files, [path as string]: bytes }), "image.cfs");
		expect(changed["/large"]).toContain("was changed");
		const { [path as string]: _, ...rest } = files;
		const without = await digestsAt(folderOf(rest), "image.cfs");
		expect(without["/large"]).toContain("not given");
		expect(without["/small"]).toBe(digests["/small"]);
	});
});

describe.skipIf(!hasCorpus)("samples of the corpus", () => {
	it("have the contents of their objects", async () => {
		expect(await digestsAt(corpusPlace("composefs"), "image.cfs")).toEqual(wanted());
	});

	it("may lie in an archive", async () => {
		const place = placeOf(corpusBytes("composefs.tar"));
		expect(await digestsAt(place, "composefs/image.cfs")).toEqual(wanted());
	});

	it("say which object is missing, another, or of another size", async () => {
		const all = await files();
		const path = Object.keys(all).find((name) => name.startsWith("objects/")) as string;
		const name = path.slice("objects".length);
		const told = async (bytes: Buffer | undefined) => {
			const { [path]: _, ...others } = all;
			const given = bytes ? { ...others, [path]: bytes } : others;
			const found = await digestsAt(folderOf(given), "image.cfs");
			return Object.values(found).find((one) => one.includes(name));
		};
		expect(await told(undefined)).toContain("not given");
		const turned = Buffer.from(all[path] as Buffer);
		turned[0] = (turned[0] as number) ^ 1;
		expect(await told(turned)).toContain("was changed");
		expect(await told(turned.subarray(1))).toContain("another size");
	});
});
