/** The structures of all wrappers, for who explains them. Data only: the page imports it. */
import type { Struct } from "../schema/struct";
import { avb } from "./avb";
import * as avbTables from "./avb-tables";
import * as cpio from "./cpio";
import * as fit from "./fit";
import * as gpt from "./gpt";
import * as indexed from "./indexed";
import { iso } from "./iso";
import * as isoTables from "./iso-tables";
import { lp } from "./lp";
import * as lpTables from "./lp-tables";
import * as mbr from "./mbr";
import { nydus } from "./nydus";
import { payload } from "./payload";
import { header as payloadHeader } from "./payload-manifest";
import { qcow2 } from "./qcow2";
import * as qcow2Tables from "./qcow2-tables";
import * as rafs from "./rafs-tables";
import { sparse } from "./sparse";
import * as sparseTables from "./sparse-tables";
import * as streams from "./streams";
import { tar } from "./tar";
import { header as tarHeader } from "./tar-tables";
import * as uimage from "./uimage";
import { vmdk } from "./vmdk";
import { header as vmdkHeader } from "./vmdk-tables";
import type { Wrapper } from "./wrapper";
import { zip } from "./zip";
import * as zipTables from "./zip-tables";

export interface Structures {
	/** What has them, as people call it. */
	readonly of: string;
	readonly tables: readonly Struct<undefined>[];
}

const having = ({ name }: Wrapper, ...tables: Struct<undefined>[]): Structures => ({
	of: name,
	tables,
});

export const STRUCTURES: readonly Structures[] = [
	having(sparse, sparseTables.header, sparseTables.chunkHeader, sparseTables.fill),
	having(
		zip,
		...[zipTables.localHeader, zipTables.centralHeader, zipTables.endRecord],
		...[zipTables.locator64, zipTables.endRecord64],
	),
	having(payload, payloadHeader),
	having(
		lp,
		...[lpTables.geometry, lpTables.header, lpTables.partitionEntry],
		...[lpTables.extentEntry, lpTables.groupEntry, lpTables.deviceEntry],
	),
	having(
		iso,
		...[isoTables.descriptor, isoTables.bootRecord, isoTables.bootEntry, isoTables.record],
	),
	having(gpt.gpt, gpt.header, gpt.entry),
	having(tar, tarHeader),
	having(cpio.cpio, cpio.header),
	having(uimage.uimage, uimage.header),
	having(fit.fit, fit.header),
	having(mbr.mbr, mbr.entry),
	having(qcow2, qcow2Tables.header, qcow2Tables.header3, qcow2Tables.extension),
	having(vmdk, vmdkHeader),
	having(streams.gzip, streams.gzipHeader),
	having(streams.xz, indexed.xzHeader, indexed.xzFooter),
	having(streams.zstd, streams.zstdHeader, indexed.seekFooter, indexed.chunkIndex),
	having(streams.bzip2, streams.bzip2Header),
	having(streams.lz4, streams.lz4Header),
	having(streams.lz4Legacy, streams.lz4LegacyHeader),
	having(streams.lzma, streams.lzmaHeader),
	having(
		avb,
		...[avbTables.footer, avbTables.vbmetaHeader, avbTables.descriptorHead],
		...[avbTables.hashtree, avbTables.hashDescriptor],
	),
	having(
		nydus,
		...[rafs.extension, rafs.blobEntry, rafs.chunkEntry, rafs.infoHeader, rafs.tocEntry],
	),
];
