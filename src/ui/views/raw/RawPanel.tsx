/** Why the open file is no image, and all that can be done about it. Its bytes are below. */
import { useQuery } from "@tanstack/react-query";
import { Binary, ChevronDown, FolderOpen, HardDriveDownload, Undo2 } from "lucide-react";
import { exactBytes, sizeText } from "../../../base/words";
import type { Salvage } from "../../../worker/protocol";
import { openName } from "../../shell/image.model";
import { RolesButton } from "../../shell/RolesDialog";
import { type OpenRaw, useImage } from "../../state/image";
import { openOtherwise, returnToImage } from "../../state/open";
import { usePrefs } from "../../state/prefs";
import { Button } from "../../widgets/Button";
import { Disclosure } from "../../widgets/Disclosure";
import { Menu, MenuItem } from "../../widgets/Menu";
import { OffsetForm } from "../../widgets/OffsetForm";
import { PartsPanel } from "./PartsPanel";
import { salvageText } from "./raw.model";
import { SeekPanel } from "./SeekPanel";
import "./raw.css";

const TITLES: Readonly<Record<string, string>> = {
	"several-images": "holds several EROFS images",
	"part-no-image": "is no EROFS image",
};

export function RawPanel({ raw }: { readonly raw: OpenRaw }) {
	const { facts, why } = raw;
	const image = useImage((s) => s.image);
	const ways = useWays(raw);
	const [best] = ways;
	// A folder has none.
	const hasBytes = facts.size > 0;
	return (
		<section className="raw-panel" aria-label="Why it did not open">
			<div className="raw-head">
				<Binary aria-hidden />
				<h1>
					{openName(facts)} {TITLES[why.code ?? ""] ?? "did not open as an EROFS image"}
				</h1>
			</div>
			<p role="alert">
				{why.message} {best ? salvageText(best) : why.hint}
			</p>
			<PartsPanel raw={raw} />
			<div className="raw-actions">
				<MoreRoom raw={raw} />
				<RolesButton file={raw} />
				<OpenAnyway ways={ways} />
				{hasBytes && <SeekPanel raw={raw} />}
				{image && (
					<Button icon={Undo2} onClick={returnToImage}>
						Back to {openName(image.overview)}
					</Button>
				)}
			</div>
			{hasBytes && (
				<Disclosure summary="Open it from another byte on">
					<OffsetForm />
				</Disclosure>
			)}
		</section>
	);
}

const useWays = ({ key, client }: OpenRaw): readonly Salvage[] =>
	useQuery({
		queryKey: [key, "ways"],
		queryFn: ({ signal }) => client.call("ways", {}, { signal }),
	}).data ?? [];

/** For what unpacks to more than is allowed. */
function MoreRoom({ raw: { why } }: { readonly raw: OpenRaw }) {
	const limit = usePrefs((s) => s.unpackLimit);
	const set = usePrefs((s) => s.set);
	if (why.code !== "unpack-limit") return null;
	const next = limit * 4;
	const allow = () => {
		set("unpackLimit", next);
		openOtherwise({});
	};
	return (
		<Button variant="primary" icon={HardDriveDownload} onClick={allow}>
			Allow {sizeText(next)}
		</Button>
	);
}

const blockSizeOf = ({ blkszbits }: Salvage): number => 2 ** blkszbits;

/** By the most sensible block size; by any other one as well, when the superblock has none itself. */
function OpenAnyway({ ways }: { readonly ways: readonly Salvage[] }) {
	const [best, ...others] = ways;
	if (!best) return null;
	const open = (way: Salvage) => openOtherwise({ blockSize: blockSizeOf(way) });
	return (
		<>
			<Button variant="primary" icon={FolderOpen} onClick={() => open(best)}>
				Open anyway
			</Button>
			{!best.asStored && others.length > 0 && (
				<Menu
					trigger={
						<Button>
							Other block size
							<ChevronDown aria-hidden />
						</Button>
					}
				>
					{others.map((way) => (
						<MenuItem key={way.blkszbits} onSelect={() => open(way)}>
							{exactBytes(blockSizeOf(way))}
						</MenuItem>
					))}
				</Menu>
			)}
		</>
	);
}
