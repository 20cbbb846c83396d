/** A decoder that breaks is replaced, at the same place, and the user is told. */
import { expect, test } from "./app";

test.use({ expected: [/the decoder broke/] });

test("a decoder that breaks is started again where one was, and once only", async ({
	app,
	page,
}) => {
	await app.start("#sample=lz4&path=/diary.txt&view=bytes&at=0x400-0x404");
	await expect(app.row("diary.txt")).toBeVisible();
	const place = page.url();
	const breakIt = async () => {
		const worker = page.workers().at(-1);
		await worker?.evaluate(() => {
			setTimeout(() => {
				throw new Error("the decoder broke");
			});
		});
	};
	await breakIt();
	const told = page.getByRole("alert").filter({ hasText: "The decoder stopped" });
	await expect(told.filter({ hasText: "It was started again" })).toBeVisible();
	await expect(page.getByText("Some bytes could not be read")).toHaveCount(0);
	expect(page.url()).toBe(place);
	await expect(app.row("diary.txt")).toBeVisible();
	await breakIt();
	await expect(told.filter({ hasText: "again" }).first()).toContainText(
		"The decoder stopped again",
	);
});
