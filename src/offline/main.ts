/**
 * The service worker: keeps the files of the page, so that it opens without a network. Nothing else
 * is kept by it: no image, no sample, no answer to a request for a part of a file.
 *
 * Files of two versions never meet. A version is kept whole or not at all, each file held against
 * the digest the build has written down; pages get the start page of the newest whole version; and
 * what a start page asks for has the digest of its contents in its name, so that an open page goes on
 * with the files it began with, which stay for as long as it may need them.
 */
/** What the types of other workers do not tell. */
const worker = self as unknown as ServiceWorkerGlobalScope;

/** Written in front of this by the build: `./` is the start page. */
declare const SHIPPED: {
	readonly version: string;
	/** Digests by address, as `integrity` takes them. */
	readonly files: Readonly<Record<string, string>>;
};

const OURS = "page ";
const NAME = `${OURS}${SHIPPED.version}`;
const START = "./";
/** Versions that stay: pages may be open since the one before the last. */
const KEPT = 3;

const addressOf = (path: string): string => new URL(path, worker.registration.scope).href;
const shipped = new Set(Object.keys(SHIPPED.files).map(addressOf));
const isNamedByContents = (path: string): boolean => path.startsWith("assets/");

async function fetched(path: string, integrity: string): Promise<Response> {
	const known = isNamedByContents(path) ? await caches.match(addressOf(path)) : undefined;
	if (known) return known;
	// Another version than the one this worker is of does not have the digest, and is refused.
	const response = await fetch(addressOf(path), { integrity, cache: "no-cache" });
	if (!response.ok) throw new Error(`${path}: ${response.status}`);
	return response;
}

async function keepAll(): Promise<void> {
	// All of them are there before the first is kept.
	const files = Object.entries(SHIPPED.files);
	const responses = await Promise.all(files.map(([path, digest]) => fetched(path, digest)));
	const cache = await caches.open(NAME);
	try {
		await Promise.all(
			files.map(([path], i) => cache.put(addressOf(path), responses[i] as Response)),
		);
	} catch (error) {
		await caches.delete(NAME);
		throw error;
	}
	await worker.skipWaiting();
}

/** Names are in the order in which they were kept. */
async function dropOld(): Promise<void> {
	const ours = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NAME);
	await Promise.all(
		ours.slice(0, Math.max(0, ours.length - KEPT + 1)).map((name) => caches.delete(name)),
	);
	await worker.clients.claim();
}

/** From this version, else from the one whose page asks, else from where it always was. */
async function answer(request: Request, address: string): Promise<Response> {
	const own = await (await caches.open(NAME)).match(address);
	return own ?? (await caches.match(address)) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(keepAll()));
worker.addEventListener("activate", (event) => event.waitUntil(dropOld()));
worker.addEventListener("fetch", (event) => {
	const { request } = event;
	if (request.method !== "GET" || request.headers.has("range")) return;
	const { origin, pathname } = new URL(request.url);
	const address = origin + pathname;
	const { scope } = worker.registration;
	if (request.mode === "navigate") {
		const isStart = address === scope || address === addressOf("index.html");
		if (isStart) event.respondWith(answer(request, addressOf(START)));
	} else if (shipped.has(address) || address.startsWith(addressOf("assets/"))) {
		event.respondWith(answer(request, address));
	}
});
