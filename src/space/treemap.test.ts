/** The map of the root has every byte of the image; that of a directory what is below it. */
import { expect, test } from "vitest";
import { fixtures } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { ownersOf } from "../testing/oracle/owners";
import { volumeOf } from "../testing/oracle/test-files";
import { ownersIn } from "../testing/owners";
import { ledgerOf } from "./ledger";
import { TILE_KINDS } from "./tile-kinds";
import { TILE, treemapOf } from "./treemap";

const PANE = { width: 4000, height: 3000 };
const TABLES =
	/^(superblock|sb-extslots|compression-config|device-slot|prefix-table|shared-xattr)$/;
const FREE: Readonly<Record<string, RegExp>> = {
	superblock: TABLES,
	unclaimed: /^(boot|unclaimed)$/,
	orphan: /^orphan$/,
	"after-image": /^after-image$/,
};

const some = fixtures.good.filter((_, i) => i % 3 === 0);

test.each(some)("$name", async (image) => {
	const ledger = await ledgerOf(await ownersIn(await openTestImage(image)));
	const tiles = treemapOf(ledger, { ...PANE, directory: 0, area: "disk" });
	const volume = volumeOf(image);
	const size = [volume.image, ...volume.devices].reduce((sum, one) => sum + one.size, 0);
	const rows = Array.from({ length: tiles.count }, (_, i) => i);
	const inside = rows.filter((i) => i > 0 && tiles.frame[i] === 0);
	const sum = inside.reduce((all, i) => all + (tiles.disk[i] as number), 0);
	expect(tiles.disk[0]).toBeGreaterThan(size - 2);
	expect(tiles.disk[0]).toBeLessThan(size + 2);
	expect(Math.abs(sum - size)).toBeLessThan(size / 100);
	// What is in no file is as much as another program finds.
	const spaces = [...ownersOf(volume).spaces].filter(([id]) => /^(image|device:\d+)$/.test(id));
	const pieces = spaces.flatMap(([, all]) => all);
	for (const i of rows.filter((i) => tiles.shape[i] === TILE.OTHER)) {
		const of = FREE[TILE_KINDS[tiles.kind[i] as number] ?? ""];
		if (!of) continue;
		const truth = pieces.filter(({ kind }) => of.test(kind));
		expect(tiles.disk[i]).toBe(truth.reduce((all, { start, end }) => all + end - start, 0));
	}
	const contents = treemapOf(ledger, { ...PANE, directory: 0, area: "contents" });
	expect(contents.shape).not.toContain(TILE.OTHER);
});
