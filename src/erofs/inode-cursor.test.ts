/** The cursor judges as the tables do, and reads what they read. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { exact } from "../base/exact";
import type { Finding } from "../base/finding";
import { IMAGE_SPACE } from "../base/space";
import { check, decode, viewOf } from "../schema/struct";
import { InodeCursor } from "./inode-cursor";
import type { Facts } from "./structs/facts";
import { INCOMPAT } from "./structs/features";
import { inodeCompact, inodeExtended } from "./structs/inode";

const factsAt = (epoch: bigint, featureIncompat = 0): Facts => ({
	blkszbits: 12,
	blockSize: 4096,
	imageSize: 4096,
	blocks: 1,
	featureCompat: 0,
	featureIncompat,
	wideRoot: false,
	rootNid: 0n,
	metaStart: 0,
	xattrStart: 0,
	xattrSpace: "image",
	prefixSpace: "image",
	devices: [],
	epoch: exact(epoch),
	fixedNsec: 7,
	extraDevices: 0,
	algorithms: 0,
	undeclaredLz4: false,
});

const MODES = [0o100644, 0o40755, 0o120777, 0o20600, 0o60600, 0o10644, 0o140644];

/** Inodes as they are, with a few bytes that are not. */
const inodeBytes = fc
	.record({
		format: fc.oneof(fc.nat(0x1f), fc.nat(0xffff)),
		icount: fc.nat(3),
		mode: fc.oneof(fc.constantFrom(...MODES), fc.nat(0xffff)),
		links: fc.nat(2),
		noise: fc.array(fc.tuple(fc.nat(63), fc.nat(255)), { maxLength: 4 }),
	})
	.map(({ format, icount, mode, links, noise }) => {
		const bytes = new Uint8Array(64);
		const view = viewOf(bytes);
		view.setUint16(inodeCompact.at.i_format, format, true);
		view.setUint16(inodeCompact.at.i_xattr_icount, icount, true);
		view.setUint16(inodeCompact.at.i_mode, mode, true);
		view.setUint16(inodeCompact.at.i_nlink, links, true);
		if (format & 1) view.setUint32(inodeExtended.at.i_nlink, links, true);
		for (const [at, byte] of noise) if (at >= 6) bytes[at] = byte;
		return bytes;
	});

const cursor = new InodeCursor(factsAt(0n));

test.each([
	["no feature", 0],
	["48BIT", INCOMPAT["48BIT"]],
])("of an image with %s, it is fine exactly where no rule of the table objects", (_, features) => {
	const cursor = new InodeCursor(factsAt(0n, features));
	const seen = new Set<boolean>();
	fc.assert(
		fc.property(inodeBytes, (bytes) => {
			cursor.turn(viewOf(bytes), 0);
			const place = { bytes, offset: 0, space: IMAGE_SPACE, start: 0 };
			const findings: Finding[] = [];
			const report = (finding: Finding) => void findings.push(finding);
			if (cursor.extended) check(inodeExtended, place, cursor.context, report);
			else check(inodeCompact, place, cursor.context, report);
			expect(cursor.fine).toBe(findings.length === 0);
			seen.add(cursor.fine);
		}),
		{ numRuns: 5000 },
	);
	expect(seen.size).toBe(2);
});

test("it has the fields of the table", () => {
	fc.assert(
		fc.property(inodeBytes, (bytes) => {
			cursor.turn(viewOf(bytes), 0);
			if (cursor.extended) {
				const inode = decode(inodeExtended, bytes);
				expect(cursor.i_size).toBe(exact(inode.i_size));
				expect(cursor.mtime).toBe(exact(inode.i_mtime));
				expect(cursor.mtimeNsec).toBe(inode.i_mtime_nsec);
				expect(cursor).toMatchObject({ uid: inode.i_uid, gid: inode.i_gid, ino: inode.i_ino });
				expect(cursor.nlink).toBe(inode.i_nlink);
			} else {
				const inode = decode(inodeCompact, bytes);
				expect(cursor.i_size).toBe(inode.i_size);
				expect(cursor.mtime).toBe(inode.i_mtime);
				expect(cursor.mtimeNsec).toBe(7);
				expect(cursor).toMatchObject({ uid: inode.i_uid, gid: inode.i_gid, ino: inode.i_ino });
				expect(cursor.nlink).toBe(cursor.context.nlink1 ? 1 : inode.i_nlink);
			}
		}),
	);
});

test("times of small inodes count from the epoch, in 64 bits as kernels do", () => {
	const seconds = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n });
	const epochs = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
	fc.assert(
		fc.property(epochs, seconds, (epoch, later) => {
			const bytes = new Uint8Array(32);
			viewOf(bytes).setUint32(inodeCompact.at.i_mtime, Number(later), true);
			const after = new InodeCursor(factsAt(epoch));
			after.turn(viewOf(bytes), 0);
			expect(after.mtime).toBe(exact(BigInt.asIntN(64, epoch + later)));
		}),
	);
});
