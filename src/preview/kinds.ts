/** The formats that are known, by their files. The first that a file begins like is it. */
import { elf } from "./elf";
import type { Kind } from "./kind";
import { pictures } from "./pictures";
import { svg } from "./svg";
import { zip } from "./zip";

export const kinds: readonly Kind[] = [...pictures, svg, elf, zip];
