/** The target of a symbolic link, and where it leads inside the image. */
import { useQuery } from "@tanstack/react-query";
import { Failure, failureInfo } from "../../../../base/errors";
import { LONGEST_PATH, nameBytes, showName, showStart } from "../../../../base/text";
import { TYPE_NAMES } from "../../../../worker/protocol";
import type { OpenImage } from "../../../state/image";
import { PathLink } from "../../../widgets/PlaceLink";
import { followLink, type LinkEnd, type Look } from "./link.model";

/** Bytes of a target on the screen. */
const MOST_SHOWN = 1000;

interface Props {
	readonly image: OpenImage;
	/** Path of the link, where it is known. */
	readonly path: string | undefined;
	readonly target: Uint8Array;
}

export function LinkTarget({ image, path, target }: Props) {
	const shown = showName(target);
	const tooLong = target.length > LONGEST_PATH;
	const known = path !== undefined || shown.startsWith("/");
	const end = useQuery({
		queryKey: [image.key, "follow", path, shown],
		staleTime: Number.POSITIVE_INFINITY,
		retry: false,
		enabled: known && !tooLong,
		queryFn: ({ signal }) => followLink(path ?? "/", shown, look(image, signal)),
	});
	return (
		<p className="link-target">
			<span>Points to</span>
			<code>{showStart(target, MOST_SHOWN)}</code>
			{tooLong && <span>which is longer than any path that Linux follows</span>}
			{end.data && <End end={end.data} />}
			{end.error && <span>{failureInfo(end.error).message}</span>}
			{!known && <span>relative to the directory it is in, which is not known here</span>}
		</p>
	);
}

function End({ end }: { readonly end: LinkEnd }) {
	switch (end.kind) {
		case "found":
			return (
				<span>
					which is <PathLink path={end.path} />
				</span>
			);
		case "dangling":
			return <strong>dangling: {end.why}</strong>;
		case "loop":
			return <strong>dangling: the links on the way go round in a circle</strong>;
	}
}

const look =
	({ client }: OpenImage, signal: AbortSignal): Look =>
	async (path) => {
		const step = await lastStep();
		if (!step) return undefined;
		const type = TYPE_NAMES[step.type];
		if (type !== "symlink") return { nid: step.nid, isDirectory: type === "directory" };
		const { target } = await client.call("inode", { nid: step.nid }, { signal });
		return { nid: step.nid, isDirectory: false, target: showName(target ?? new Uint8Array()) };

		async function lastStep() {
			try {
				return (await client.call("resolve", { path: nameBytes(path) }, { signal })).steps.at(-1);
			} catch (error) {
				if (error instanceof Failure && error.info.code === "no-such-path") return undefined;
				throw error;
			}
		}
	};
