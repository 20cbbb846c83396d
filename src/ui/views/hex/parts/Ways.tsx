/**
 * The ways between stored bytes and contents: where the selected bytes come from, and what they
 * hold. Asked for once the selection rests.
 */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Range } from "../../../../base/range";
import { IMAGE_SPACE, parseSpace } from "../../../../base/space";
import { isImage, type OpenFile } from "../../../state/image";
import { PlaceLink } from "../../../widgets/PlaceLink";
import { whyNot } from "../model/reach.model";
import { rangeOf } from "../model/selection.model";
import { holdingWays, lyingWays, originWays, type Way } from "../model/ways.model";
import { openedOf, placeOfHolding, withFocus } from "../state/commands";
import type { Hex } from "../state/hex";
import { useHex } from "./use-hex";
import "./ways.css";

interface WaysProps {
	readonly image: OpenFile;
	readonly hex: Hex;
}

export function Ways({ image, hex }: WaysProps) {
	const range = useRested(hex);
	const asked = { space: hex.space, ...range };
	const key = [image.key, hex.space, range.start, range.end, String(hex.focus)];
	const enabled = isImage(image);
	const origins = useQuery({
		queryKey: ["origins", ...key],
		enabled,
		queryFn: async ({ signal }) => {
			const { origins } = await image.client.call("origins", asked, { signal });
			return origins ?? null;
		},
	});
	const holdings = useQuery({
		queryKey: ["holdings", ...key],
		// Contents of a file hold nothing else.
		enabled: enabled && parseSpace(hex.space)?.kind !== "file",
		queryFn: ({ signal }) => image.client.call("holdings", withFocus(asked, hex.focus), { signal }),
	});
	const lying = useQuery({
		queryKey: ["outside", ...key],
		enabled: enabled && (hex.space !== IMAGE_SPACE || image.facts.chain !== undefined),
		queryFn: ({ signal }) => image.client.call("outside", asked, { signal }),
	});
	const { list = [], more = false } = holdings.data ?? {};
	return (
		<dl className="hex-ways" aria-live="polite">
			{origins.data && (
				<Row label="Comes from" image={image} ways={originWays(origins.data, range)} />
			)}
			{list.length > 0 && <Row label="Holds" image={image} ways={holdingWays(list)} more={more} />}
			{lying.data && lying.data.list.length > 0 && (
				<Row
					label="Lies in"
					image={image}
					ways={lyingWays(lying.data.list, range)}
					more={lying.data.more}
				/>
			)}
		</dl>
	);
}

interface RowProps {
	readonly label: string;
	readonly image: OpenFile;
	readonly ways: readonly Way[];
	/** Whether there are others. */
	readonly more?: boolean;
}

const Row = ({ label, image, ways, more = false }: RowProps) => (
	<div>
		<dt>{label}</dt>
		<dd>
			<List image={image} ways={ways} />
			{more && <p>and more</p>}
		</dd>
	</div>
);

const List = ({ image, ways }: Pick<RowProps, "image" | "ways">) => (
	<ul>
		{ways.map((way) => (
			<li key={`${way.before} ${way.link}`}>
				{way.before}
				<Leading image={image} way={way} /> {way.after}
				{way.ways && (
					<>
						, which come from
						<List image={image} ways={way.ways} />
					</>
				)}
			</li>
		))}
	</ul>
);

/** A link, unless there is nothing where it leads. */
function Leading({ image, way }: { readonly image: OpenFile; readonly way: Way }) {
	const { to, file, link } = way;
	if (!to) return null;
	const why = whyNot(to, openedOf(image));
	if (why !== undefined) return <span title={why}>{link} (not open, or beyond the end)</span>;
	const { space, start, end } = to;
	const bytes = { view: "bytes", space, at: { start, end } } as const;
	return <PlaceLink to={file ? placeOfHolding(file) : bytes}>{link}</PlaceLink>;
}

/** The selection must rest this long, ms: each of them asks the worker. */
const REST = 150;

function useRested(hex: Hex): Range {
	const selection = useHex(hex, (s) => s.selection);
	const { start, end } = rangeOf(selection);
	const [rested, setRested] = useState<Range>({ start, end });
	useEffect(() => {
		const timer = setTimeout(() => setRested({ start, end }), REST);
		return () => clearTimeout(timer);
	}, [start, end]);
	return rested;
}
