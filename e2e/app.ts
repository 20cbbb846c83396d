/**
 * What the stories share: the page by role and name, and a `test` that fails when the page
 * complains, breaks, or asks another origin for anything.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { startServer, type TestServer } from "./server/server";

export { expect };

interface Fixtures {
	readonly app: App;
	/** Complaints that are part of the story. */
	readonly expected: RegExp[];
	/** Origins the user has typed in. */
	readonly origins: string[];
}

interface PerWorker {
	/**
	 * A server of another origin, started when a story asks for it. Few do; but a worker without it
	 * would be replaced for them, and its browser with it.
	 */
	readonly running: TestServer;
}

/** How Playwright says that it does as it was told. */
const WORKERS_ARE_OFF = /Service Worker registration blocked by Playwright/;

/** "What is this": the field at the cursor. */
export const what = (page: Page) => page.getByRole("region", { name: "Inspector" });
/** The line under the bytes. */
export const strip = (page: Page) => page.getByRole("region", { name: "Under the bytes" });

export const test = base.extend<Fixtures, PerWorker>({
	running: [
		// biome-ignore lint/correctness/noEmptyPattern: the driver reads the parameter's names
		async ({}, use) => {
			const server = await startServer();
			await use(server);
			await server.close();
		},
		{ scope: "worker" },
	],
	expected: [[], { option: true }],
	origins: [[], { option: true }],
	app: async ({ page, baseURL, expected, origins }, use) => {
		const problems: string[] = [];
		const own = [new URL(baseURL ?? "").origin, ...origins];
		const complain = (text: string) => {
			if (WORKERS_ARE_OFF.test(text)) return;
			if (!expected.some((pattern) => pattern.test(text))) problems.push(text);
		};
		page.on("console", (message) => {
			if (["error", "warning"].includes(message.type())) complain(`console: ${message.text()}`);
		});
		page.on("pageerror", (error) => complain(`page: ${error.message}`));
		page.on("crash", () => complain("the page crashed"));
		page.context().on("request", (request) => {
			const { protocol, origin } = new URL(request.url());
			if (/^https?:$/.test(protocol) && !own.includes(origin)) complain(`asked ${origin}`);
		});
		await use(new App(page));
		expect(problems).toEqual([]);
	},
});

/** A file to hand over: a path, or made-up contents. */
export type Handed = string | { readonly name: string; readonly bytes: Uint8Array };

const contents = (file: Handed) =>
	typeof file === "string"
		? { name: basename(file), bytes: readFileSync(file) }
		: { name: file.name, bytes: Buffer.from(file.bytes) };

export class App {
	readonly page: Page;
	readonly tree: Locator;
	readonly main: Locator;
	/** Names of local files that were handed to the page as it is loaded: it opens them again by itself. */
	readonly #given = new Set<string>();

	constructor(page: Page) {
		this.page = page;
		this.tree = page.getByRole("treegrid", { name: "Files" });
		this.main = page.getByRole("main");
	}

	/** Loads the page at a place, such as `#sample=lz4`, and waits until it listens. */
	async start(place = ""): Promise<void> {
		// A new fragment alone would not load the page.
		if (this.page.url() !== "about:blank") await this.page.goto("about:blank");
		await this.page.goto(`./${place}`);
		this.#given.clear();
		await this.listens();
	}

	/**
	 * Goes to a place by a link, by way of the start page: what is loaded stays loaded, an open
	 * image open. A story of several steps loads the page once.
	 */
	async go(place = ""): Promise<void> {
		if (this.page.url() === "about:blank") return this.start(place);
		const follow = (hash: string) =>
			this.page.evaluate((hash) => {
				location.hash = hash;
			}, hash);
		await follow("");
		await expect(this.page.getByRole("button", { name: "Choose files…" })).toBeVisible();
		if (place) await follow(place);
	}

	/** Goes to a place in a local image, and hands over its files the first time they are asked for. */
	async goInto(place: string, ...files: Handed[]): Promise<void> {
		await this.go(place);
		const names = files.map((file) => contents(file).name).join();
		if (!this.#given.has(names)) await this.drop(...files);
		this.#given.add(names);
	}

	/** Waits until keys and drops are heard: browsers too let drop only where dragging is taken. */
	async listens(): Promise<void> {
		const takes = () => {
			const data = new DataTransfer();
			data.items.add(new File([], "none"));
			const options = { bubbles: true, cancelable: true, dataTransfer: data };
			return !document.body.dispatchEvent(new DragEvent("dragover", options));
		};
		await this.page.waitForFunction(takes);
	}

	async openSample(title: string): Promise<void> {
		await this.page.getByRole("button", { name: new RegExp(`^${title} `) }).click();
		await expect(this.tree).toBeVisible();
	}

	/** Through the file dialog of the start page. */
	async choose(...files: Handed[]): Promise<void> {
		const dialog = this.page.waitForEvent("filechooser");
		await this.page.getByRole("button", { name: "Choose files…" }).click();
		const chooser = await dialog;
		await chooser.setFiles(
			files.map(contents).map(({ name, bytes }) => ({
				name,
				mimeType: "application/octet-stream",
				buffer: bytes,
			})),
		);
	}

	/** As if dragged in from a file manager; browsers let no script do the dragging itself. */
	async drop(...files: Handed[]): Promise<void> {
		await this.listens();
		const packed = files.map(contents).map(({ name, bytes }) => ({
			name,
			base64: bytes.toString("base64"),
		}));
		await this.page.evaluate((given) => {
			const data = new DataTransfer();
			for (const { name, base64 } of given) {
				const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
				data.items.add(new File([bytes], name));
			}
			for (const type of ["dragenter", "dragover", "drop"]) {
				const options = { bubbles: true, cancelable: true, dataTransfer: data };
				document.body.dispatchEvent(new DragEvent(type, options));
			}
		}, packed);
	}

	/** Answers what a file is that was dropped on an open image: another one. */
	async openInstead(): Promise<void> {
		const question = this.page.getByRole("dialog");
		await question.getByRole("button", { name: /^Open it instead/ }).click();
		await expect(question).toHaveCount(0);
	}

	/** The row of an entry in sight. */
	row(name: string): Locator {
		return this.tree.getByRole("row").filter({ has: this.page.getByText(name, { exact: true }) });
	}

	/** Selects an entry; each step of the path is opened in the tree. */
	async select(path: string): Promise<void> {
		const steps = path.split("/").filter(Boolean);
		for (const [i, name] of steps.entries()) {
			await this.row(name).click();
			const isLast = i === steps.length - 1;
			if (!isLast) await this.page.keyboard.press("ArrowRight");
		}
	}

	view(name: string): Locator {
		return this.page.getByRole("tablist", { name: "Views" }).getByRole("tab", { name });
	}

	async show(name: string): Promise<Locator> {
		await this.view(name).click();
		const panel = this.page.getByRole("tabpanel", { name });
		await expect(panel).toBeVisible();
		return panel;
	}

	/** Unfolds the superblock and what belongs to it, in the summary. */
	async allFields(): Promise<void> {
		await this.main.getByText(/^All fields/).click();
		await expect(this.main.getByRole("table", { name: "Superblock" })).toBeVisible();
	}

	/** Opens a part of the panel at the bottom. */
	async panel(name: string): Promise<Locator> {
		const door = this.page.getByRole("contentinfo").getByRole("button", { name });
		if ((await door.getAttribute("aria-expanded")) !== "true") await door.click();
		const panel = this.page.getByRole("region", { name: "Panel", exact: true });
		await expect(panel.getByRole("tab", { name, selected: true })).toBeVisible();
		return panel;
	}

	/** What is said of the selection, beside the view. */
	get about(): Locator {
		return this.page.getByRole("complementary", { name: "What is this" });
	}

	/** What the page says about an attempt that failed. */
	get failure(): Locator {
		return this.page.getByRole("alert");
	}
}
