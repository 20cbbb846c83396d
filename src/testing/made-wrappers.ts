/** Wrappers made byte by byte for tests, by other means than those that read them, with what is in them. */
import { avb, avbHash, sparse, superImage, transfers } from "./made-android";
import { cpios, tars, zips } from "./made-archives";
import { fitImage, hybridIso, uimages } from "./made-boot";
import type { Made } from "./made-bytes";
import { containers } from "./made-containers";
import { disks } from "./made-disks";
import { gpts, mbrs } from "./made-partitions";
import { capex, payloads } from "./made-payload";
import { streams } from "./made-streams";

export const made: readonly Made[] = [
	sparse(),
	...zips(),
	...tars(),
	...gpts(),
	...mbrs(),
	superImage(0),
	superImage(2),
	avb(),
	avbHash(),
	capex(avb()),
	...payloads(),
	...cpios(),
	...uimages(),
	fitImage(),
	hybridIso(),
	...disks,
	...transfers(),
	...streams(),
	...containers(),
];
