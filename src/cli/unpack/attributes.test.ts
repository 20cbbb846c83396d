/** What somebody who is not root loses is told; root loses less. */
import { expect, it } from "vitest";
import { utf8Bytes } from "../../base/text";
import { readInode } from "../../erofs/inode";
import { resolvePath } from "../../erofs/lookup";
import { fixture } from "../../testing/fixtures";
import { openTestImage } from "../../testing/image-set";
import { lossesOf } from "./attributes";

it("tells owners and set-user-id bits apart from what nobody can set", async () => {
	const image = await openTestImage(fixture("tiny-plain"));
	const step = (await resolvePath(image, utf8Bytes("/a.txt"))).at(-1);
	const plain = { ...(await readInode(image, step?.nid ?? 0n)), xattrSize: 0, uid: 7, gid: 7 };
	const [me, root] = [
		{ uid: 7, gid: 7 },
		{ uid: 0, gid: 0 },
	];
	expect(lossesOf(plain, me)).toEqual([]);
	expect(lossesOf({ ...plain, gid: 8 }, me)).toEqual(["owner"]);
	expect(lossesOf({ ...plain, mode: plain.mode | 0o4000 }, me)).toEqual(["setIds"]);
	expect(lossesOf({ ...plain, gid: 8, mode: plain.mode | 0o6000 }, root)).toEqual([]);
	expect(lossesOf({ ...plain, xattrSize: 12, mtime: 2n ** 60n }, root)).toEqual(["xattrs", "time"]);
});
