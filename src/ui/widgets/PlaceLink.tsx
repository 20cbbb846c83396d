import type { MouseEvent, ReactNode } from "react";
import type { Span } from "../../base/range";
import { type Change, hrefOf, navigate, usePlacePart } from "../state/location";
import { hexText, rangeText } from "./offsets.model";

interface PlaceLinkProps {
	/** What changes; the rest of the place stays. */
	readonly to: Change;
	readonly className?: string;
	readonly label?: string;
	readonly children: ReactNode;
}

/** A real link to a place: it can be copied, or opened in a new tab. */
export function PlaceLink({ to, className, label, children }: PlaceLinkProps) {
	const href = usePlacePart(() => hrefOf(to));
	const onClick = (event: MouseEvent) => {
		if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
		event.preventDefault();
		navigate(to);
	};
	return (
		<a href={href} className={className} aria-label={label} onClick={onClick}>
			{children}
		</a>
	);
}

interface BytesLinkProps {
	readonly span: Span;
	/** Whose bytes, for the accessible name. */
	readonly what: string;
	/** Shown instead of the start offset. */
	readonly children?: string;
}

/** `0x400`, leading to those bytes in the hex view. */
export function BytesLink({ span, what, children }: BytesLinkProps) {
	const to = {
		view: "bytes",
		space: span.space,
		at: { start: span.start, end: span.end },
	} as const;
	const text = children ?? hexText(span.start);
	return (
		<PlaceLink to={to} className="mono" label={`${text}: bytes of ${what}, ${rangeText(span)}`}>
			{text}
		</PlaceLink>
	);
}

/** A path, leading to its inode. */
export const PathLink = ({ path }: { readonly path: string }) => (
	<PlaceLink to={{ view: "files", path, nid: undefined }} className="mono">
		{path}
	</PlaceLink>
);

/** An inode without a known path. */
export const InodeLink = ({ nid }: { readonly nid: bigint }) => (
	<PlaceLink to={{ view: "files", nid, path: undefined }} className="mono">
		inode {String(nid)}
	</PlaceLink>
);
