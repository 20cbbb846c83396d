/** Whose the byte at the cursor is: what it is in plain words, its inodes, and the way to it. */
import { countText, exactBytes } from "../../../../base/words";
import { type ByteOwner, KIND_WORDS } from "../../../../worker/protocol";
import { isImage, type OpenFile } from "../../../state/image";
import { AllOwners } from "../../../widgets/AllOwners";
import { InodeLink, PathLink } from "../../../widgets/PlaceLink";
import { useOwnerAtCursor } from "../data/owner";
import { hexOffset } from "../model/offset.model";
import type { Hex } from "../state/hex";
import { useCursorField } from "./use-hex";
import "./owner.css";

interface OwnerProps {
	readonly image: OpenFile;
	readonly hex: Hex;
}

export function Owner({ image, hex }: OwnerProps) {
	const owner = useOwnerAtCursor(image, hex);
	const { description } = useCursorField(hex);
	if (!owner && !isImage(image)) return null;
	return (
		<section className="hex-owner" aria-label="Whose this byte is">
			{owner && <Known owner={owner} isSaid={description?.field === KIND_WORDS[owner.kind].name} />}
			{isImage(image) && <AllOwners image={image} />}
		</section>
	);
}

interface KnownProps {
	readonly owner: ByteOwner;
	/** Whether the details of the field, which stand above, say what it is. */
	readonly isSaid: boolean;
}

function Known({ owner, isSaid }: KnownProps) {
	const { kind, detail, start, end, ways } = owner;
	const { name, doc } = KIND_WORDS[kind];
	return (
		<>
			<p className="hex-owner-kind">
				<strong>{name}</strong>
			</p>
			{!isSaid && (
				<p>
					{doc} {detail?.why}
				</p>
			)}
			{detail?.kind && <p>If something named it, it would be: {detail.kind}.</p>}
			<Inodes owner={owner} />
			{ways.map((way) => (
				<ol key={way.join()} className="hex-owner-way" aria-label="The way to this byte">
					{way.map((step, i) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: a way names each step by its place
						<li key={i}>{step}</li>
					))}
				</ol>
			))}
			<p className="hex-owner-range">
				From <span className="mono">{hexOffset(start)}</span> to{" "}
				<span className="mono">{hexOffset(end)}</span>, {exactBytes(end - start)}
			</p>
		</>
	);
}

/** Listed at most; what more there are is counted. */
const LISTED = 8;

function Inodes({ owner: { inodes, more } }: { readonly owner: ByteOwner }) {
	if (inodes.length === 0) return null;
	const rest = inodes.length - LISTED + more;
	return (
		<div>
			<p className="hex-owner-whose">
				{inodes.length === 1 ? "Belongs to" : `Shared by ${countText(inodes.length + more)} inodes`}
			</p>
			<ul className="hex-owner-inodes">
				{inodes.slice(0, LISTED).map(({ nid, path }) => (
					<li key={String(nid)}>{path ? <PathLink path={path} /> : <InodeLink nid={nid} />}</li>
				))}
				{rest > 0 && <li>and {countText(rest)} more</li>}
			</ul>
		</div>
	);
}
