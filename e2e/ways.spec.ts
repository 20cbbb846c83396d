/** Ways between bytes: pointers of every kind are followed, and contents lead to what stores them. */
import type { Page } from "@playwright/test";
import { fixture } from "../src/testing/fixtures";
import { type App, expect, strip, test, what } from "./app";

const bytes = (page: Page) => page.getByRole("application", { name: /^Bytes of / });
const said = (page: Page) => strip(page).getByRole("status");

/** Opens a test image at a place in its bytes. */
async function open(app: App, name: string, place: string, devices = true): Promise<void> {
	const { file, devices: blobs } = fixture(name);
	const files = [file, ...(devices ? blobs : [])];
	await app.goInto(`#file=${name}.erofs&view=hex&${place}`, ...files);
	await expect(bytes(app.page)).toBeVisible();
}

interface Pointer {
	readonly kind: string;
	readonly image: string;
	/** Selected inode, space and range of the pointer. */
	readonly place: string;
	readonly field: string;
	/** Space and range it leads to, as they stand in the address. */
	readonly to: RegExp;
}

const POINTERS: readonly Pointer[] = [
	{
		kind: "the device of a chunk index",
		image: "blobdev-48bit",
		place: "nid=56&at=0x72a-0x72c",
		field: "device_id",
		to: /space=device:1&at=0x5000-0x5e20/,
	},
	{
		kind: "the high half of a chunk address",
		image: "blobdev-48bit",
		place: "nid=56&at=0x720-0x722",
		field: "startblk_hi",
		to: /space=device:1&at=0x1000-0x5000/,
	},
	{
		kind: "a device slot",
		image: "blobdev-48bit",
		place: "at=0x4c4-0x4c8",
		field: "uniaddr_lo",
		to: /space=device:1&at=0x0-0x1a000/,
	},
	{
		kind: "a full index record",
		image: "crafted-head2-lz4",
		place: "nid=68&at=0x8d4-0x8d8",
		field: "blkaddr",
		to: /at=0x1000-0x2000/,
	},
	{
		kind: "a compact index entry",
		image: "lz4hc-b1024",
		place: "nid=92&at=0xba8-0xbaa",
		field: "entry",
		to: /at=0x1800-0x1c00/,
	},
	{
		kind: "an encoded extent without an address of its own",
		image: "b48-rec8",
		place: "nid=41&at=0x550-0x554",
		field: "plen",
		to: /at=0x1000-0x2425/,
	},
	{
		kind: "the fragment of a map header",
		image: "lzma-frag",
		place: "nid=75&at=0x980-0x984",
		field: "h_fragmentoff",
		to: /space=packed&at=0x3a98-0x3e1b/,
	},
	{
		kind: "a prefix table in the metabox",
		image: "xattr-metabox-prefix",
		place: "at=0x45c-0x460",
		field: "xattr_prefix_start",
		to: /space=metabox&at=0x0-0x16/,
	},
	{
		kind: "a root directory in the metabox",
		image: "metabox-frag",
		place: "at=0x470-0x478",
		field: "rootnid_8b",
		to: /space=metabox&at=0x0-0x40/,
	},
	{
		kind: "the prefix of the content digest",
		image: "xattr-digest-lz4",
		place: "at=0x469-0x46a",
		field: "ishare_xattr_prefix_id",
		to: /at=0x480-0x48c/,
	},
];

for (const [part, pointers] of [
	["of chunks and indexes", POINTERS.slice(0, 5)],
	["of extents, prefixes and the metabox", POINTERS.slice(5)],
] as const) {
	test(`pointers ${part} are followed by key, and Back returns`, async ({ app, page }) => {
		for (const { kind, image, place, field, to } of pointers) {
			await test.step(kind, async () => {
				await open(app, image, place);
				await expect(what(page)).toContainText(field);
				const here = page.url();
				await bytes(page).press("Enter");
				await expect(page).toHaveURL(to);
				await page.goBack();
				await expect(page).toHaveURL(here);
				await expect(what(page)).toContainText(field);
			});
		}
	});
}

test("pointers by click, from inodes, to nowhere, and to what is not open", async ({
	app,
	page,
}) => {
	await test.step("an inode is selected whole, whichever form it has", async () => {
		await open(app, "crafted-head2-lz4", "at=0x40e-0x410");
		await expect(what(page)).toContainText("rootnid_2b");
		await bytes(page).press("Enter");
		await expect(page).toHaveURL(/at=0x480-0x4c0/);
		await open(app, "blobdev-48bit", "at=0x40e-0x410");
		await expect(what(page)).toContainText("rootnid_2b");
		await bytes(page).press("Enter");
		await expect(page).toHaveURL(/at=0x500-0x520/);
	});

	await test.step("what points nowhere says so", async () => {
		await open(app, "lz4hc-b1024", "at=0x404-0x408");
		await expect(what(page)).toContainText("checksum");
		await bytes(page).press("Enter");
		await expect(said(page)).toContainText("There is no pointer here to follow.");
	});

	await test.step("a pointer is followed by a click, too", async () => {
		await open(app, "chunk-4096-indexes", "nid=52&at=0x6c0-0x6c2");
		await what(page)
			.getByRole("button", { name: /^Follow to chunk/ })
			.click();
		await expect(page).toHaveURL(/at=0x3000-0x4000/);
	});
});

test("what leads to a device that is not open says so", async ({ app, page }) => {
	await open(app, "blobdev-48bit", "nid=56&at=0x72a-0x72c", false);
	await expect(what(page)).toContainText("It leads to byte 0x5000 of device 1, whose file is not");
	const here = page.url();
	await bytes(page).press("Enter");
	await expect(said(page)).toContainText("whose file is not open");
	expect(page.url()).toBe(here);
});

test("contents lead to what stores them, and back", async ({ app, page }) => {
	await test.step("a fragment comes from the packed inode, that from the image; and back", async () => {
		await open(app, "lzma-frag", "nid=69&space=file:69&at=0x10-0x20");
		const inspector = page.getByRole("region", { name: "Inspector" });
		await expect(inspector).toContainText("Comes from");
		await inspector.getByRole("link", { name: "0x10–0x20 (16 bytes) of packed inode" }).click();
		await expect(page).toHaveURL(/space=packed&at=0x10-0x20/);
		await expect(inspector).toContainText("the MicroLZMA unit they are decoded from");
		await bytes(page).press("Shift+Enter");
		await expect(page).not.toHaveURL(/space=/);
		await expect(inspector.getByRole("link", { name: /of the packed inode$/ })).toBeVisible();
		await bytes(page).press("Shift+Enter");
		await expect(page).toHaveURL(/space=packed&at=/);
	});

	await test.step("plain contents and the stored bytes lead to each other, byte by byte", async () => {
		await open(app, "chunk-4096-indexes", "nid=52&at=0x3010-0x3014");
		const inspector = page.getByRole("region", { name: "Inspector" });
		await expect(inspector).toContainText("Holds");
		await inspector.getByRole("link", { name: "0x10–0x14 (4 bytes) of /fileA" }).click();
		await expect(page).toHaveURL(/space=file:52&at=0x10-0x14/);
		await inspector.getByRole("link", { name: "0x3010–0x3014 (4 bytes)" }).click();
		await expect(page).toHaveURL(/at=0x3010-0x3014/);
	});
});
