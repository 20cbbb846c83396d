/**
 * `aria-activedescendant` of a list that draws only the rows in sight: its active row, as long as that
 * is among them. What points at nothing is an error to screen readers.
 */
export const activeRow = (
	id: string,
	active: number,
	drawn: readonly { readonly index: number }[],
): string | undefined =>
	drawn.some(({ index }) => index === active) ? `${id}-${active}` : undefined;
