/** Well-known attribute values in readable form, and what the attributes are for. */
import { hexOf, utf8 } from "../base/text";
import { hexBytes } from "../schema/show";
import { viewOf } from "../schema/struct";

export interface ReadableValue {
	readonly text: string;
	/** What the attribute is for, when well known. */
	readonly doc?: string;
}

const CAPABILITIES = (
	"chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable " +
	"net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio " +
	"sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time " +
	"sys_tty_config mknod lease audit_write audit_control setfcap mac_override mac_admin syslog " +
	"wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore"
).split(" ");

const capabilityNames = (bits: bigint): string => {
	const names: string[] = [];
	for (let i = 0; i < 64; i++) {
		if ((bits >> BigInt(i)) & 1n)
			names.push(CAPABILITIES[i] ? `cap_${CAPABILITIES[i]}` : `cap_${i}`);
	}
	return names.join(",");
};

/** struct vfs_cap_data: revision and flags, then pairs of permitted and inheritable bits. */
function capability(value: Uint8Array): string | undefined {
	const words = { 12: 1, 20: 2, 24: 2 }[value.length];
	if (!words) return undefined;
	const view = viewOf(value);
	const effective = (view.getUint32(0, true) & 1) !== 0;
	const bits = (first: number) =>
		BigInt(view.getUint32(first, true)) |
		(words === 2 ? BigInt(view.getUint32(first + 8, true)) << 32n : 0n);
	const permitted = capabilityNames(bits(4));
	const inheritable = capabilityNames(bits(8));
	const parts = [
		permitted && `${permitted}=${effective ? "e" : ""}p`,
		inheritable && `${inheritable}=i`,
		value.length === 24 && `root uid ${view.getUint32(20, true)}`,
	].filter(Boolean);
	return parts.join(", ") || "none";
}

const ACL_TAGS: Readonly<Record<number, string>> = {
	1: "user::",
	2: "user:",
	4: "group::",
	8: "group:",
	16: "mask::",
	32: "other::",
};

/**
 * Entries of a POSIX ACL in its Linux xattr form: version 2, then tag, permissions and id of each.
 * Undefined for what is none.
 */
export function aclEntries(value: Uint8Array): string[] | undefined {
	const view = viewOf(value);
	if (value.length < 4 || (value.length - 4) % 8 || view.getUint32(0, true) !== 2) return undefined;
	const entries: string[] = [];
	for (let p = 4; p < value.length; p += 8) {
		const tag = view.getUint16(p, true);
		const perm = view.getUint16(p + 2, true);
		const name = ACL_TAGS[tag] ?? `tag ${tag}:`;
		const who = tag === 2 || tag === 8 ? `${name}${view.getUint32(p + 4, true)}:` : name;
		entries.push(`${who}${perm & 4 ? "r" : "-"}${perm & 2 ? "w" : "-"}${perm & 1 ? "x" : "-"}`);
	}
	return entries;
}

const acl = (value: Uint8Array): string | undefined => aclEntries(value)?.join(", ");

const DIGESTS: Readonly<Record<number, string>> = { 1: "sha256", 2: "sha512" };

/** overlayfs metacopy: empty, or version, length, flags, digest algorithm, fs-verity digest. */
function metacopy(value: Uint8Array): string | undefined {
	if (value.length === 0) return "data is in the lower layer";
	if (value.length < 4 || value[1] !== value.length) return undefined;
	const algorithm = DIGESTS[value[3] as number] ?? `digest ${value[3]}`;
	return `fs-verity ${algorithm}:${hexOf(value.subarray(4))}`;
}

const SHA256_MARK = "sha256:";

/** Content digest as mkfs writes it: the mark, then 32 raw bytes. */
function contentDigest(value: Uint8Array): string | undefined {
	const mark = utf8(value.subarray(0, SHA256_MARK.length));
	return mark === SHA256_MARK && value.length === SHA256_MARK.length + 32
		? SHA256_MARK + hexOf(value.subarray(SHA256_MARK.length))
		: undefined;
}

interface Known {
	readonly doc: string;
	readonly read?: (value: Uint8Array) => string | undefined;
}

const ACL = {
	doc: "POSIX access control list: permissions beyond owner, group and others.",
	read: acl,
};

const KNOWN: Readonly<Record<string, Known>> = {
	"system.posix_acl_access": ACL,
	"system.posix_acl_default": {
		doc: "POSIX access control list that new files in this directory inherit.",
		read: acl,
	},
	"security.capability": {
		doc: "Linux capabilities a program gains when it is executed.",
		read: capability,
	},
	"security.selinux": { doc: "SELinux label: which security policy rules apply to the file." },
	"security.ima": { doc: "Integrity measurement: a hash or signature of the contents." },
	"security.evm": { doc: "Integrity of the file's metadata: a keyed hash or signature." },
	"erofs.fingerprint.v1": {
		doc: "Digest of the contents, so that kernels can share the memory of equal files.",
		read: contentDigest,
	},
};

const OVERLAY: Readonly<Record<string, Known>> = {
	opaque: { doc: "overlayfs: this directory hides the one of the same name in lower layers." },
	whiteout: { doc: "overlayfs: the name is deleted in this layer." },
	redirect: { doc: "overlayfs: where the data or the directory is found in lower layers." },
	metacopy: { doc: "overlayfs: only metadata here; the data is in a lower layer.", read: metacopy },
	origin: { doc: "overlayfs: file handle of the original in the lower layer." },
};

const OVERLAY_NAME = /^(?:trusted|user)\.overlay\.(\w+)$/;

const known = (name: string): Known | undefined => {
	const overlay = OVERLAY_NAME.exec(name)?.[1];
	return KNOWN[name] ?? (overlay === undefined ? undefined : OVERLAY[overlay]);
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters make a value binary
const BINARY = /[\u0000-\u0008\u000e-\u001f\u007f]/;

/** Printable text (a final NUL, as SELinux labels have, is dropped), or hex. */
function plain(value: Uint8Array): string {
	if (value.length === 0) return "(empty)";
	const body = value.at(-1) === 0 ? value.subarray(0, -1) : value;
	const text = utf8(body);
	if (text !== undefined && !BINARY.test(text)) return text;
	return contentDigest(value) ?? hexBytes(value, 64);
}

export function readableValue(name: string, value: Uint8Array): ReadableValue {
	const entry = known(name);
	const text = entry?.read?.(value) ?? plain(value);
	return { text, ...(entry ? { doc: entry.doc } : {}) };
}
