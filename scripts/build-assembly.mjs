/** Compiles what is written in AssemblyScript: the decoders, and the scan of inodes. */
import "./build-codecs.mjs";
import "./build-scan.mjs";
