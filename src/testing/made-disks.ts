/** Disks of virtual machines made byte by byte, with what is in them. */
import { deflateRawSync, deflateSync } from "node:zlib";
import { image, type Made, padded } from "./made-bytes";

const SECTOR = 512;

/** Clusters of 1 KiB: stored ones, a compressed one, one of zeros, and one that is nowhere. */
function qcow2(version: 2 | 3): Made {
	const cluster = 1024;
	const odd = Buffer.from("an end that fills no cluster");
	const disk = Buffer.concat([image, Buffer.alloc(2 * cluster), odd]);
	const count = Math.ceil(disk.length / cluster);
	const l1 = Buffer.alloc(cluster);
	const l2 = Buffer.alloc(cluster);
	l1.writeBigUInt64BE((1n << 63n) | BigInt(2 * cluster));
	const stored: Buffer[] = [];
	let at = 3 * cluster;
	const put = (bytes: Buffer): number => {
		const start = at;
		stored.push(bytes);
		at += bytes.length;
		return start;
	};
	for (let n = 0; n < count; n++) {
		const bytes = padded(disk.subarray(n * cluster, (n + 1) * cluster), cluster);
		const isLast = n === count - 1;
		let entry = 0n;
		if (n === 0) {
			// Compressed ones begin anywhere, and share sectors with what follows.
			const packed = deflateRawSync(bytes, { windowBits: 12 });
			const start = put(Buffer.concat([Buffer.from("not of it"), packed])) + 9;
			const sectors = ((start + packed.length - 1) >> 9) - (start >> 9);
			entry = (1n << 62n) | (BigInt(sectors) << 60n) | BigInt(start);
			put(Buffer.alloc((cluster - (at % cluster)) % cluster, 0xee));
		} else if (bytes.some((b) => b !== 0)) {
			// The last cluster of a file need not be whole.
			entry = (1n << 63n) | BigInt(put(isLast ? odd : bytes));
		} else if (version === 3 && n % 2 === 0) entry = 1n;
		l2.writeBigUInt64BE(entry, n * 8);
	}
	const head = Buffer.alloc(cluster);
	head.write("QFI\xfb", "latin1");
	head.writeUInt32BE(version, 4);
	head.writeUInt32BE(10, 20);
	head.writeBigUInt64BE(BigInt(disk.length), 24);
	head.writeUInt32BE(1, 36);
	head.writeBigUInt64BE(BigInt(cluster), 40);
	if (version === 3) {
		head.writeUInt32BE(4, 96);
		head.writeUInt32BE(104, 100);
	}
	return {
		name: `qcow2, version ${version}`,
		kind: "qcow2",
		bytes: Buffer.concat([head, l1, l2, ...stored]),
		parts: { qcow2: disk },
	};
}

/** Grains of 4 KiB: stored or compressed, zeros, and some that are nowhere. */
function vmdk(isCompressed: boolean): Made {
	const grain = 8 * SECTOR;
	const disk = Buffer.concat([image, Buffer.alloc(2 * grain), Buffer.alloc(SECTOR, 5)]);
	const perTable = 4;
	const count = Math.ceil(disk.length / grain);
	const tables = Math.ceil(count / perTable);
	const entries = Buffer.alloc(SECTOR * tables);
	const directory = Buffer.alloc(SECTOR);
	let at = SECTOR * (3 + tables);
	const grains: Buffer[] = [];
	for (let n = 0; n < count; n++) {
		const bytes = disk.subarray(n * grain, (n + 1) * grain);
		const place = SECTOR * Math.floor(n / perTable) + (n % perTable) * 4;
		if (bytes.every((b) => b === 0)) {
			entries.writeUInt32LE(n % 2, place);
			continue;
		}
		entries.writeUInt32LE(at / SECTOR, place);
		let stored: Buffer = bytes;
		if (isCompressed) {
			const packed = deflateSync(bytes);
			const marker = Buffer.alloc(12);
			marker.writeBigUInt64LE(BigInt((n * grain) / SECTOR));
			marker.writeUInt32LE(packed.length, 8);
			stored = padded(Buffer.concat([marker, packed]), SECTOR);
		}
		grains.push(stored);
		at += stored.length;
	}
	for (let i = 0; i < tables; i++) directory.writeUInt32LE(3 + i, i * 4);
	const words = Buffer.alloc(SECTOR);
	words.write(
		`# Disk DescriptorFile\nparentCID=ffffffff\nRW ${disk.length / SECTOR} SPARSE "a.vmdk"\n`,
	);
	const head = (isAtEnd: boolean): Buffer => {
		const out = Buffer.alloc(SECTOR);
		out.write("KDMV", "latin1");
		out.writeUInt32LE(isCompressed ? 3 : 1, 4);
		out.writeUInt32LE(isCompressed ? 0x30005 : 5, 8);
		out.writeBigUInt64LE(BigInt(disk.length / SECTOR), 12);
		out.writeBigUInt64LE(BigInt(grain / SECTOR), 20);
		out.writeBigUInt64LE(1n, 28);
		out.writeBigUInt64LE(1n, 36);
		out.writeUInt32LE(perTable, 44);
		// Streams know where the directory is only when all is written.
		out.writeBigUInt64LE(isCompressed && !isAtEnd ? 0xffffffffffffffffn : 2n, 56);
		out.writeUInt16LE(isCompressed ? 1 : 0, 77);
		return out;
	};
	const end = isCompressed ? [head(true), Buffer.alloc(SECTOR)] : [];
	return {
		name: isCompressed ? "vmdk, a stream of compressed grains" : "vmdk, one file of grains",
		kind: "vmdk",
		bytes: Buffer.concat([head(false), words, directory, entries, ...grains, ...end]),
		parts: { vmdk: disk },
	};
}

export const disks: readonly Made[] = [qcow2(2), qcow2(3), vmdk(false), vmdk(true)];
