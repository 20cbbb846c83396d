/** A paragraph in which `code` and **words** are marked. */
import { Fragment } from "react";

const MARKED = /(`[^`]*`|\*\*[^*]+\*\*)/;

export const Rich = ({ text }: { readonly text: string }) =>
	text.split(MARKED).map((piece, i) => {
		// Pieces of a text that does not change keep their places.
		const key = `${i} ${piece}`;
		if (piece.startsWith("`")) return <code key={key}>{piece.slice(1, -1)}</code>;
		if (piece.startsWith("**")) return <b key={key}>{piece.slice(2, -2)}</b>;
		return <Fragment key={key}>{piece}</Fragment>;
	});
