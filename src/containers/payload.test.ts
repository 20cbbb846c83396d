/** Payloads that lie, and those that need what is not there. */
import { expect, it } from "vitest";
import { image } from "../testing/made-bytes";
import { type Operation, payloadOf } from "../testing/made-payload";
import { placeOf, seen, tools } from "../testing/wrappers";
import { follow } from "./chains";

const BLOCK = 4096;
const blocks = image.length / BLOCK;

/** What is told of a payload, and the bytes of its partition or why there are none. */
async function told(size: number, ...operations: Operation[]) {
	const place = placeOf(payloadOf([{ name: "a", size, operations }]));
	const { findings } = await seen(place);
	const { source } = (await follow(place, "payload/a", tools)).place;
	const read = source.read(0, source.size).then(Buffer.from, (error: Error) => error.message);
	return { codes: findings.map(({ code }) => code), size: source.size, bytes: await read };
}

const replace = (first: number, count: number): Operation => ({
	...{ type: 0, to: [[first, count]] },
	data: image.subarray(first * BLOCK, (first + count) * BLOCK),
});

it("may end inside its last block", async () => {
	const { codes, size, bytes } = await told(image.length - 100, replace(0, blocks));
	expect([codes, size]).toEqual([[], image.length - 100]);
	expect(image.subarray(0, -100).equals(bytes as Buffer)).toBe(true);
});

it("makes blocks twice or behind the end: it is said, and nothing is as long as that", async () => {
	const twice = await told(image.length, replace(0, blocks), replace(1, 1));
	expect(twice.codes).toContain("payload-twice");
	const zeros: Operation = { type: 6, to: [[1, 2 ** 40]] };
	const beyond = await told(image.length, replace(0, 1), zeros);
	expect(beyond).toMatchObject({ codes: ["payload-beyond"], size: image.length });
	expect(beyond.bytes).toContain("reaches behind the end");
});

it("has packed data that is not what the manifest says", async () => {
	const data = Buffer.concat([Buffer.from("28b52ffda000100000", "hex"), Buffer.of(1, 0x80, 0)]);
	const frame = Buffer.concat([data, image.subarray(0, BLOCK)]);
	const { bytes } = await told(BLOCK, {
		type: 14,
		to: [[0, 1]],
		data: frame,
		digest: Buffer.alloc(32),
	});
	expect(bytes).toContain("SHA-256");
});

it("is incremental: what is new is read, what is old is said to be missing", async () => {
	const delta: Operation = { type: 4, to: [[1, blocks - 1]] };
	const place = placeOf(
		payloadOf([{ name: "a", size: image.length, operations: [replace(0, 1), delta] }]),
	);
	const { source } = (await follow(place, "payload/a", tools)).place;
	expect(image.subarray(0, BLOCK).equals(Buffer.from(await source.read(0, BLOCK)))).toBe(true);
	await expect(source.read(0, BLOCK + 1)).rejects.toMatchObject({
		message: expect.stringContaining("SOURCE_COPY"),
		info: { hint: expect.stringContaining("full update") },
	});
});
