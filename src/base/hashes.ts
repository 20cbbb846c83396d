/** Hashes that a library knows, everywhere the same and without waiting; large contents have faster ways. */
export { blake3 } from "@noble/hashes/blake3.js";
export { md5, sha1 } from "@noble/hashes/legacy.js";
export { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
