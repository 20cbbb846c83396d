/** All wrappers, in the order in which they are tried. A new one is a file and a line here. */
import { avb } from "./avb";
import { gpt } from "./gpt";
import { lp } from "./lp";
import { mbr } from "./mbr";
import { sparse } from "./sparse";
import { tar } from "./tar";
import type { Wrapper } from "./wrapper";
import { zip } from "./zip";

export const wrappers: readonly Wrapper[] = [sparse, zip, lp, gpt, tar, mbr, avb];
