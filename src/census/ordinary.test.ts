/** What is read straight into the columns is what the cursor reads. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { InodeCursor } from "../erofs/inode-cursor";
import { blocksSize } from "../erofs/stored-size";
import { INCOMPAT } from "../erofs/structs/features";
import { inodeCompact, inodeExtended } from "../erofs/structs/inode";
import { fixture } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { FORM, Inodes } from "./inodes";
import { listedOf } from "./listed";
import { OrdinaryInodes } from "./ordinary";

const MODES = [0o100644, 0o40755, 0o120777, 0o20600, 0o10644];
const { at } = inodeCompact;

const often = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) =>
	fc.oneof({ arbitrary: usual, weight: 9 }, { arbitrary: other, weight: 1 });

/** Inodes as they are, with a few bytes that are not. */
const inodeBytes = fc
	.record({
		format: often(fc.nat(0x1f), fc.nat(0xffff)),
		icount: fc.nat(3),
		mode: often(fc.constantFrom(...MODES), fc.nat(0xffff)),
		links: often(fc.constant(1), fc.nat(2)),
		size: often(fc.nat(9999), fc.oneof(fc.nat(2 ** 31), fc.constant(2 ** 32 - 1))),
		raw: often(fc.nat(99), fc.constant(2 ** 32 - 1)),
		mtime: fc.nat(2 ** 32 - 1),
		noise: often<[number, number][]>(
			fc.constant([]),
			fc.array(fc.tuple(fc.nat(63), fc.nat(255)), { maxLength: 2 }),
		),
	})
	.map(({ format, icount, mode, links, size, raw, mtime, noise }) => {
		const view = new DataView(new ArrayBuffer(64));
		view.setUint16(at.i_format, format, true);
		view.setUint16(at.i_xattr_icount, icount, true);
		view.setUint16(at.i_mode, mode, true);
		view.setUint16(at.i_nlink, format & 1 ? 0 : links, true);
		view.setUint32(at.i_size, size, true);
		view.setUint32(at.startblk_lo, raw, true);
		if (format & 1) view.setUint32(inodeExtended.at.i_nlink, links, true);
		else view.setUint32(at.i_mtime, mtime, true);
		for (const [byte, value] of noise) if (byte >= at.i_mode + 2) view.setUint8(byte, value);
		return view;
	});

test.each([
	[0n, 0],
	[1_700_000_000n, INCOMPAT["48BIT"]],
	[-1n, 0],
	[2n ** 32n - 5n, INCOMPAT["48BIT"]],
])("epoch %s, features %i", async (epoch, featureIncompat) => {
	const opened = await openTestImage(fixture("plain-default"));
	const facts = { ...opened.facts, epoch: Number(epoch), featureIncompat };
	const cursor = new InodeCursor(facts);
	const taken = { yes: 0, no: 0 };
	fc.assert(
		fc.property(inodeBytes, (view) => {
			const inodes = new Inodes(1);
			const row = inodes.add(1, 0);
			if (!new OrdinaryInodes({ ...opened, facts }, inodes).take(row, view, 0)) {
				taken.no++;
				const { mode, size, raw, form } = inodes;
				const { stored } = listedOf(inodes);
				expect([mode[row], form[row], size.big(row), stored.big(row), raw.big(row)]).toEqual([
					...[0, 0],
					...[0n, 0n, 0n],
				]);
				return;
			}
			taken.yes++;
			const listed = listedOf(inodes);
			cursor.turn(view, 0);
			expect(cursor.fine).toBe(true);
			expect({
				mode: inodes.mode[row],
				uid: listed.uid[row],
				gid: listed.gid[row],
				nlink: inodes.nlink.at(row),
				form: inodes.form[row],
				size: inodes.size.unsigned(row),
				stored: listed.stored.unsigned(row),
				mtime: listed.mtime.signed(row),
				raw: inodes.raw.halves(row),
			}).toEqual({
				mode: cursor.mode,
				uid: cursor.uid,
				gid: cursor.gid,
				nlink: cursor.nlink,
				form:
					cursor.layout |
					(cursor.extended ? FORM.EXTENDED : 0) |
					(cursor.xattrSize > 0 ? FORM.XATTRS : 0),
				size: cursor.i_size,
				stored: blocksSize(cursor),
				mtime: cursor.mtime,
				raw: { low: cursor.raw, high: cursor.rawHigh },
			});
		}),
		{ numRuns: 2000 },
	);
	expect(Math.min(taken.yes, taken.no)).toBeGreaterThan(50);
});
