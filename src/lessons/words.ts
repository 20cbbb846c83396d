/** Words that several lessons share. */

/** A name or other text of the image between backticks: what is in it is no mark of ours. */
export const code = (text: string): string => `\`${text.replaceAll("`", "\\x60")}\``;

/** `0x6a0` */
export const hex = (n: number | bigint): string => `0x${n.toString(16)}`;
