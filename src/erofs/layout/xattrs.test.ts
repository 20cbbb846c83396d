/** What is told of attributes that are damaged. */
import { expect, test } from "vitest";
import type { Finding } from "../../base/finding";
import type { Annotation } from "../../schema/annotate";
import { Annotator } from "../../schema/annotator";
import { Claimer } from "../../schema/claimer";
import { badFixture } from "../../testing/fixtures";
import { openTestImage } from "../../testing/image-set";
import { layings, listen } from "../../testing/layings";

const leaves = (nodes: readonly Annotation[]): Annotation[] =>
	nodes.flatMap((node) => (node.children?.length ? leaves(node.children) : [node]));

test("the length that goes too far is shown where its finding is, and belongs to the inode", async () => {
	const image = await openTestImage(badFixture("xattr-valuesize-overrun"));
	let found = 0;
	for await (const laying of layings(image)) {
		const findings: Finding[] = [];
		const claims: (readonly [number, number])[] = [];
		const take = (_: number, start: number, end: number) => claims.push([start, end]);
		await listen(
			laying,
			({ size }) => new Claimer(size, take, (finding) => findings.push(finding)),
		);
		const { nodes } = await listen(laying, (bytes) => new Annotator(bytes));
		for (const { at, field } of findings) {
			found++;
			expect(leaves(nodes)).toContainEqual(
				expect.objectContaining({ key: field, start: at.start, end: at.end }),
			);
			expect(claims.some(([start, end]) => start <= at.start && at.end <= end)).toBe(true);
		}
	}
	expect(found).toBe(1);
});
