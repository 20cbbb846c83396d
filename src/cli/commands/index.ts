/** All commands, in the order of the help. A new one is a file and a line here. */
import type { Command } from "../command";
import { cat } from "./cat";
import { check } from "./check";
import { extract } from "./extract";
import { info } from "./info";
import { layers } from "./layers";
import { ls } from "./ls";
import { manifest } from "./manifest";
import { map } from "./map";
import { parts } from "./parts";
import { search } from "./search";
import { space } from "./space";
import { stat } from "./stat";

export const commands: readonly Command[] = [
	info,
	ls,
	stat,
	cat,
	extract,
	manifest,
	check,
	map,
	space,
	parts,
	layers,
	search,
];
