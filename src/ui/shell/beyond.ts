/**
 * What the page shows beyond its start, as one piece of code: many small ones take longer to
 * come, and whoever needs one of them soon needs the next.
 */
export { HelpDialog } from "./HelpDialog";
export { Palette } from "./Palette";
export { RawBench } from "./RawBench";
export { Workbench } from "./Workbench";
