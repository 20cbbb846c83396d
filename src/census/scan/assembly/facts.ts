/** What must be known of an image: set once, before anything of it is scanned. */

export let blockBits: u32 = 0;
export let blockSize: u64 = 0;
/** First byte of slot 0. */
export let metaStart: u64 = 0;
/** Bytes of the image, which is all of one file. */
export let imageSize: u64 = 0;
/** Bytes of the packed inode; 0 where its pieces are left to others. */
export let packedSize: u64 = 0;
/** Contents that begin in front of it are left to others: they may lie on the superblock. */
export let superblockEnd: u64 = 0;
/** Bitmap of the algorithms that are declared, and can be decoded. */
export let algorithms: u32 = 0;
/** Whether compressed contents are taken. */
export let hasMaps: bool = false;
/** feature_incompat. */
let features: u32 = 0;

/** Bytes and places are whole numbers. */
export function open(
	blkszbits: u32,
	metadata: f64,
	image: f64,
	packed: f64,
	superblock: f64,
	codecs: u32,
	maps: bool,
	incompat: u32,
): void {
	blockBits = blkszbits;
	blockSize = (1 as u64) << blkszbits;
	metaStart = metadata as u64;
	imageSize = image as u64;
	packedSize = packed as u64;
	superblockEnd = superblock as u64;
	algorithms = codecs;
	hasMaps = maps;
	features = incompat;
}

export function has(feature: u32): bool {
	return (features & feature) !== 0;
}
