/** The part of lz4js that we use; the package has no types of its own. */
declare module "lz4js" {
	/** Decodes `size` bytes of a raw block; checks nothing. Returns the end in `output`. */
	export function decompressBlock(
		input: Uint8Array,
		output: Uint8Array,
		inputAt: number,
		size: number,
		outputAt: number,
	): number;
}
