/** A link to a part of a stream. */
import { type Span, span } from "../../../../base/range";
import { BytesLink } from "../../../widgets/PlaceLink";

interface PartProps {
	readonly stream: Span;
	/** Bytes of the stream. */
	readonly from: number;
	readonly to: number;
	readonly what: string;
}

export const Part = ({ stream, from, to, what }: PartProps) => (
	<BytesLink span={span(stream.space, stream.start + from, stream.start + to)} what={what} />
);
