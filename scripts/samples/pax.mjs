/**
 * Writes a tar archive in pax format, byte for byte the same on every machine. A tar has
 * what the samples need and a file system often does not let one set: owners, devices,
 * names that are not UTF-8, capabilities and security labels.
 *
 * An entry: { path, type?, data?, mode?, uid?, gid?, mtime?, target?, rdev?, xattrs? }
 * with path and xattr values as text or bytes.
 */
const BLOCK = 512;
const TYPES = {
	file: "0",
	hardlink: "1",
	symlink: "2",
	char: "3",
	block: "4",
	dir: "5",
	fifo: "6",
};
const MODES = { file: 0o644, dir: 0o755, symlink: 0o777 };

const bytes = (value) => (typeof value === "string" ? Buffer.from(value) : Buffer.from(value));

const padded = (data) => {
	const rest = data.length % BLOCK;
	return rest ? Buffer.concat([data, Buffer.alloc(BLOCK - rest)]) : data;
};

/** One pax record. Its length counts itself, so it is found by trying. */
function record(key, value) {
	const body = Buffer.concat([Buffer.from(` ${key}=`), bytes(value), Buffer.from("\n")]);
	let length = body.length;
	while (String(length).length + body.length !== length) {
		length = String(length).length + body.length;
	}
	return Buffer.concat([Buffer.from(String(length)), body]);
}

function header({ path, size, type, mode, uid, gid, mtime, target = "", rdev = [0, 0] }) {
	const block = Buffer.alloc(BLOCK);
	const octal = (value, at, width) => {
		block.write(`${value.toString(8).padStart(width - 1, "0")}\0`, at, "latin1");
	};
	bytes(path).copy(block, 0, 0, 100);
	octal(mode, 100, 8);
	octal(uid, 108, 8);
	octal(gid, 116, 8);
	octal(size, 124, 12);
	octal(mtime, 136, 12);
	block.write("        ", 148, "latin1");
	block.write(type, 156, "latin1");
	bytes(target).copy(block, 157, 0, 100);
	block.write("ustar\x0000", 257, "latin1");
	octal(rdev[0], 329, 8);
	octal(rdev[1], 337, 8);
	const sum = block.reduce((total, byte) => total + byte, 0);
	block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
	return block;
}

function pack(entry) {
	const { path, type = "file", mtime, uid = 0, gid = 0, xattrs = {} } = entry;
	const data = bytes(entry.data ?? "");
	const fields = { ...entry, uid, gid, mode: entry.mode ?? MODES[type] ?? 0o644 };
	const seconds = Math.max(0, Math.floor(mtime));
	const records = [
		...(mtime === seconds && mtime >= 0 ? [] : [record("mtime", mtime.toFixed(9))]),
		...(bytes(path).length > 100 ? [record("path", path)] : []),
		...Object.entries(xattrs).map(([name, value]) => record(`SCHILY.xattr.${name}`, value)),
	];
	const main = header({ ...fields, type: TYPES[type], size: data.length, mtime: seconds });
	const parts = [main, padded(data)];
	if (records.length) {
		const more = Buffer.concat(records);
		const about = { path: "pax", size: more.length, mode: 0o644, uid: 0, gid: 0, mtime: seconds };
		parts.unshift(header({ ...about, type: "x" }), padded(more));
	}
	return Buffer.concat(parts);
}

export const tar = (entries) => Buffer.concat([...entries.map(pack), Buffer.alloc(2 * BLOCK)]);
