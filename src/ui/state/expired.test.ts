import { beforeEach, expect, test } from "vitest";
import { Failure } from "../../base/errors";
import type { Client } from "../../worker/client";
import { useExpired, watchExpiry, withFreshLink } from "./expired";

const failing = (code: string): Client => ({
	call: () =>
		Promise.reject(new Failure({ kind: "io", code, message: "x", url: "https://a.test/b" })),
	close() {},
});

async function callOnce(client: Client): Promise<void> {
	await expect(client.call("network", {})).rejects.toThrow();
	await Promise.resolve();
}

const origin = { urls: ["https://a.test/a", "https://a.test/b"] };

beforeEach(() => useExpired.getState().dismiss());

test("an expired link is noted with its image, once", async () => {
	const client = watchExpiry(failing("http-expired"), origin);
	await callOnce(client);
	expect(useExpired.getState().link).toEqual({ url: "https://a.test/b", origin });
	useExpired.getState().dismiss();
	await callOnce(client);
	expect(useExpired.getState().link).toBeUndefined();
});

test("other failures are not", async () => {
	await callOnce(watchExpiry(failing("http-cut"), origin));
	expect(useExpired.getState().link).toBeUndefined();
});

test("a fresh link takes the place of the old one, whichever file it is", () => {
	const fresh = "https://a.test/fresh";
	expect(withFreshLink(origin, "https://a.test/b", fresh).urls).toEqual([origin.urls[0], fresh]);
	expect(withFreshLink(origin, "", fresh).urls).toEqual([fresh, origin.urls[1]]);
	expect(withFreshLink({ urls: ["https://A.test"], offset: 8 }, "https://a.test/", fresh)).toEqual({
		urls: [fresh],
		offset: 8,
	});
});
