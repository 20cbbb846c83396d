/** A file of the user, ready for the decoder: pages over slow small reads. */
import type { ByteSource } from "../base/source";
import { type BlobLike, blobSource } from "./blob";
import { LOCAL_PAGES, SMALL_FILE, SMALL_FILE_PAGES } from "./page-options";
import { PageCache } from "./pages";

export const openLocal = (blob: BlobLike): ByteSource =>
	new PageCache(blobSource(blob), blob.size <= SMALL_FILE ? SMALL_FILE_PAGES : LOCAL_PAGES);
