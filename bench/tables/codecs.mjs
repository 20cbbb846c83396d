/** The decoders alone, as a section of the report. */
import { measureCodecs } from "../codecs.mjs";
import { table } from "../report.mjs";

export async function codecsSection() {
	const rows = await measureCodecs();
	const cells = rows.map(({ codec, pclusterSize, decoder, speed }) => [
		codec,
		`${pclusterSize / 1024} KiB`,
		decoder,
		`${speed.toFixed(speed < 100 ? 1 : 0)} MB/s`,
	]);
	return {
		title: "Decoders on pclusters of real files",
		tables: [table(["codec", "pcluster", "decoder", "decoded"], cells)],
		notes: ["The fastest of nine passes; files of this machine, packed by mkfs.erofs."],
	};
}
