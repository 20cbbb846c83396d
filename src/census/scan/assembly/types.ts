/** Types of inodes: bits of st_mode, and what entries say of them. */
import { FT_BLK, FT_CHR, FT_DIR, FT_FIFO, FT_LNK, FT_REG, FT_SOCK, FT_UNKNOWN } from "./constants";

/** Bits of st_mode. */
export const TYPE: u32 = 0xf000;
export const DIRECTORY: u32 = 0x4000;
export const REGULAR: u32 = 0x8000;
export const LINK: u32 = 0xa000;

/** FT value by st_mode. */
export function typeOfMode(mode: u32): u32 {
	switch (mode & TYPE) {
		case 0x1000:
			return FT_FIFO;
		case 0x2000:
			return FT_CHR;
		case DIRECTORY:
			return FT_DIR;
		case 0x6000:
			return FT_BLK;
		case REGULAR:
			return FT_REG;
		case LINK:
			return FT_LNK;
		case 0xc000:
			return FT_SOCK;
		default:
			return FT_UNKNOWN;
	}
}
