/** A file of the user, ready for the decoder: large pages over slow small reads. */
import type { ByteSource } from "../base/source";
import { type BlobLike, blobSource } from "./blob";
import { LOCAL_PAGES, type PageOptions } from "./page-options";
import { PageCache } from "./pages";

export const openLocal = (blob: BlobLike, options: Partial<PageOptions> = {}): ByteSource =>
	new PageCache(blobSource(blob), { ...LOCAL_PAGES, ...options });
