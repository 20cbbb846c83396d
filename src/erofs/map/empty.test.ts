import { expect, it } from "vitest";
import type { Finding } from "../../base/finding";
import { utf8Bytes } from "../../base/text";
import { fixture } from "../../testing/fixtures";
import { openTestImage } from "../../testing/image-set";
import { openFile } from "../data";
import { readInode } from "../inode";
import { resolvePath } from "../lookup";
import { LAYOUT } from "../structs/inode";

it.each([LAYOUT.COMPRESSED_FULL, LAYOUT.COMPRESSED_COMPACT])(
	"what lies behind an empty file of layout %i is not taken for a map",
	async (layout) => {
		const image = await openTestImage(fixture("lz4hc-frag"));
		const step = (await resolvePath(image, utf8Bytes("/empty"))).at(-1);
		const inode = { ...(await readInode(image, step?.nid ?? 0n)), layout };
		const findings: Finding[] = [];
		const file = await openFile(image, inode, undefined, (finding) => void findings.push(finding));
		expect({ size: inode.size, findings }).toEqual({ size: 0, findings: [] });
		expect(await file.read(0, 0)).toEqual(new Uint8Array(0));
	},
);
