/**
 * Where bytes come from. Every reader, cache and container speaks this interface;
 * wrappers (page cache, slice, counter) take one and return one.
 */
export interface ByteSource {
	/** Identity of the *content*: includes a validator (etag, mtime) so that caches never mix versions. */
	readonly id: string;
	/** What a person would call it: a file name or URL. */
	readonly label: string;
	/** Total bytes. */
	readonly size: number;
	/** Byte from which on nobody stored anything, and zeros are read; absent where all is stored. */
	readonly unstored?: number;

	/**
	 * Bytes [start, end). The result may be a view of a shared buffer: do not write to it.
	 * @throws Failure `io` when the range is not wholly inside the source or cannot be read,
	 *         `cancelled` when the signal fires.
	 */
	read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array>;

	/**
	 * The same bytes when they are already in memory, else undefined.
	 * Lets loops over millions of structures avoid one promise each.
	 */
	peek?(start: number, end: number): Uint8Array | undefined;

	/**
	 * The same bytes without a promise, read now: of files of this machine. Sources that cannot
	 * leave it out. It is for structures, which are small and scattered; contents are better `read`.
	 * @throws Failure `io` as `read` does.
	 */
	readonly readNow?: ((start: number, end: number) => Uint8Array) | undefined;

	/**
	 * Reads bytes from `start` on into an array of the caller, now and past all caches: for who goes
	 * through contents once, and keeps none of them. Sources that cannot leave it out.
	 * @throws Failure `io` as `read` does.
	 */
	readonly fill?: ((start: number, into: Uint8Array) => void) | undefined;

	/**
	 * The same bytes, read past all caches: of files of this machine where a read is a wait, for who
	 * goes through contents once, in large pieces. Sources that cannot leave it out.
	 * @throws Failure as `read` does.
	 */
	readonly readOnce?: ByteSource["read"] | undefined;

	/** Tells a remote source that these ranges will be wanted soon, so it can fetch them together. */
	prefetch?(ranges: readonly { start: number; end: number }[], signal?: AbortSignal): Promise<void>;

	/**
	 * The same source, whose reads carry a word on who asks ("inode table of /usr/lib"), for
	 * the network log. Made once per structure, not per read; sources without a log leave it out.
	 */
	withReason?(reason: string): ByteSource;

	/**
	 * The same source for somebody who needs only these bytes of it, in order: what is fetched
	 * ahead of such a reader stops at their end. Sources that never read ahead leave it out.
	 */
	within?(range: { start: number; end: number }): ByteSource;

	close?(): void;
}

/** `source` with a reason where it keeps a log, else `source` itself. */
export const because = (source: ByteSource, reason: string): ByteSource =>
	source.withReason?.(reason) ?? source;
