/** All wrappers, in the order in which they are tried. A new one is a file and a line here. */
import { avb } from "./avb";
import { cpio } from "./cpio";
import { docker } from "./docker";
import { fit } from "./fit";
import { folder } from "./folder";
import { gpt } from "./gpt";
import { iso } from "./iso";
import { lp } from "./lp";
import { mbr } from "./mbr";
import { nydus } from "./nydus";
import { oci } from "./oci";
import { payload } from "./payload";
import { qcow2 } from "./qcow2";
import { sparse } from "./sparse";
import { bzip2, gzip, lz4, lz4Legacy, lzma, xz, zstd } from "./streams";
import { tar } from "./tar";
import { transfer } from "./transfer";
import { uimage } from "./uimage";
import { vmdk } from "./vmdk";
import type { Wrapper } from "./wrapper";
import { zip } from "./zip";

export const wrappers: readonly Wrapper[] = [
	sparse,
	zip,
	payload,
	transfer,
	lp,
	iso,
	gpt,
	tar,
	cpio,
	uimage,
	fit,
	mbr,
	qcow2,
	vmdk,
	gzip,
	xz,
	zstd,
	bzip2,
	lz4,
	lz4Legacy,
	lzma,
	oci,
	docker,
	avb,
	nydus,
	folder,
];
