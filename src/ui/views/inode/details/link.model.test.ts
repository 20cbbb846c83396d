import { expect, test } from "vitest";
import { type Found, followLink, parentPath } from "./link.model";

const dir = (nid: bigint): Found => ({ nid, isDirectory: true });
const file = (nid: bigint): Found => ({ nid, isDirectory: false });
const link = (nid: bigint, target: string): Found => ({ nid, isDirectory: false, target });

const image: Record<string, Found> = {
	"/": dir(1n),
	"/usr": dir(2n),
	"/usr/bin": dir(3n),
	"/usr/bin/env": file(4n),
	"/bin": link(5n, "usr/bin"),
	"/sbin": link(6n, "/bin"),
	"/usr/up": link(7n, ".."),
	"/loop": link(8n, "loop/x"),
	"/usr/bin/sh": link(9n, "env"),
};

const follow = (from: string, target: string) =>
	followLink(from, target, async (path) => image[path]);

test("a relative target starts at the link's directory", async () => {
	expect(await follow("/usr/bin/sh", "env")).toMatchObject({ path: "/usr/bin/env", nid: 4n });
	expect(await follow("/usr/x", "./bin//env/")).toMatchObject({ path: "/usr/bin/env" });
});

test("an absolute target starts at the root of the image", async () => {
	expect(await follow("/usr/bin/x", "/usr/bin/env")).toMatchObject({ path: "/usr/bin/env" });
	expect(await follow("/usr/bin/x", "/")).toMatchObject({ path: "/", nid: 1n });
});

test("two dots go up, and stay at the root", async () => {
	expect(await follow("/usr/bin/x", "../bin/env")).toMatchObject({ path: "/usr/bin/env" });
	expect(await follow("/x", "../../usr")).toMatchObject({ path: "/usr" });
});

test("links on the way are followed, the last name is not", async () => {
	expect(await follow("/x", "sbin/env")).toMatchObject({ path: "/usr/bin/env" });
	expect(await follow("/x", "bin")).toMatchObject({ path: "/bin", nid: 5n });
	expect(await follow("/x", "/usr/up/bin/sh")).toMatchObject({ path: "/usr/bin/sh", nid: 9n });
});

test("two dots after a link go up from where the link leads", async () => {
	expect(await follow("/x", "bin/../up")).toMatchObject({ path: "/usr/up" });
});

test("a target that is not there is dangling and says where", async () => {
	expect(await follow("/x", "usr/lib/y")).toEqual({
		kind: "dangling",
		path: "/usr/lib",
		why: "the image has nothing at /usr/lib",
	});
	expect(await follow("/x", "usr/none")).toMatchObject({ kind: "dangling", path: "/usr/none" });
	expect(await follow("/x", "usr/bin/env/y")).toMatchObject({
		kind: "dangling",
		why: "/usr/bin/env is no directory",
	});
});

test("links that go round end as a loop", async () => {
	expect(await follow("/x", "loop/y")).toEqual({ kind: "loop" });
});

test("the parent of a path", () => {
	expect(["/usr/bin/env", "/usr", "/"].map(parentPath)).toEqual(["/usr/bin", "/", "/"]);
});
