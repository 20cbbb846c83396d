/** Images of composefs with the store of their objects. */
import { describe, expect, it } from "vitest";
import {
	corpusBytes,
	corpusPlace,
	corpusTruth,
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
