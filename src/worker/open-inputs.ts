/** Opens what the user handed us: local files through a page cache, addresses over HTTP. */
import type { ByteSource } from "../base/source";
import { openHttp } from "../sources/http/open";
import { openLocal } from "../sources/open-local";
import { REMOTE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import type { Input, Network } from "./protocol";

export interface Opened {
	readonly sources: readonly ByteSource[];
	readonly remote: boolean;
	network?(): Network;
	abortRequest?(id: number): void;
}

export async function openInputs(
	inputs: readonly Input[],
	options: { keep: boolean; signal: AbortSignal },
): Promise<Opened> {
	const remote = inputs.some((input) => input.kind === "url");
	const sources: ByteSource[] = [];
	for (const input of inputs) {
		if (input.kind === "file") sources.push(openLocal(input.file));
		else {
			const { source } = await openHttp(input.url, { signal: options.signal });
			sources.push(new PageCache(source, REMOTE_PAGES));
		}
	}
	return { sources, remote };
}
