/** The questions that are there to be asked. A new one is a file like `slack.ts` and its name here. */
import { badly } from "./badly";
import { cost } from "./cost";
import { duplicates } from "./duplicates";
import { largest } from "./largest";
import type { List } from "./list";
import { mappable } from "./mappable";
import { shared } from "./shared";
import { slack } from "./slack";

export const LISTS: readonly List[] = [largest, badly, duplicates, shared, slack, cost, mappable];
