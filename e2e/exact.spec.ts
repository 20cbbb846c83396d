/** What is larger than JavaScript counts, and images of other writers: as the page shows them. */
import { caseFile } from "../src/testing/fixtures";
import { expect, test } from "./app";

const HOLE = "9,007,199,254,740,993";

test("what is larger than JavaScript counts, and what others wrote", async ({ app, page }) => {
	await test.step("a size beyond 2^53 has every digit, and the largest is the largest", async () => {
		await app.goInto("#file=c26-over-2p53.erofs", caseFile("c26-over-2p53.erofs"));
		await app.tree.getByRole("columnheader", { name: "Contents" }).click();
		await expect(app.tree.getByRole("row").nth(1)).toContainText("hole53");
		await app.select("/hole53");
		const inode = await app.show("Files");
		await expect(app.about).toContainText(`${HOLE} bytes`);
		await inode.getByRole("tab", { name: "Extents" }).click();
		const row = inode.getByRole("row").filter({ hasText: "hole" }).first();
		await expect(row).toContainText("0x0–0x20000000000001");
		await app.main.getByRole("button", { name: "Download" }).click();
		await expect(page.getByRole("alert").or(page.getByRole("status"))).toContainText([
			/hole too large/,
		]);
	});

	await test.step("times that no calendar reaches are counted in seconds", async () => {
		await app.goInto(
			"#file=c26-over-2p53.erofs&path=/mt2&view=inode",
			caseFile("c26-over-2p53.erofs"),
		);
		await expect(app.about).toContainText("-4611686018427387905 s since 1970");
	});

	await test.step("a long target is shown, and that Linux cannot follow it", async () => {
		await app.goInto(
			"#file=c25-symlinks.erofs&path=/l5000&view=inode",
			caseFile("c25-symlinks.erofs"),
		);
		await expect(app.about).toContainText("… (5000 bytes)");
		await expect(app.about).toContainText("longer than any path that Linux follows");
	});

	await test.step("a Nydus bootstrap is called that", async () => {
		await app.goInto(
			"#file=nydus-rafs-v6-2.2.boot&view=overview",
			caseFile("nydus-rafs-v6-2.2.boot"),
		);
		await expect(app.main).toContainText("Nydus RAFS v6 bootstrap");
	});

	await test.step("blocks larger than Linux reads leave the superblock to be seen", async () => {
		await app.goInto("#file=block-1MiB.head&view=overview", caseFile("block-1MiB.head"));
		await expect(app.main).toContainText("larger than any Linux reads");
		await expect(app.main).toContainText("no Linux");
	});
});
