#!/usr/bin/env bash
# Makes src/testing/images/huge: a file of more than 4 GiB, nearly all of it a hole, whose
# extents need the largest records (32 bytes). mkfs.erofs 1.9.3; set MKFS when it is not on
# the PATH.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=$root/src/testing/images/huge/good
mkfs=${MKFS:-mkfs.erofs}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
mkdir -p "$work/source" "$out"
name=records-32
file=$work/source/huge.txt

node --input-type=module - "$file" <<'JS'
import { closeSync, openSync, writeSync } from "node:fs";
import { diary } from "./scripts/samples/content.mjs";
const text = diary(300);
const GIB4 = 2 ** 32;
const fd = openSync(process.argv[2], "w");
writeSync(fd, text, 0);
writeSync(fd, text.slice(5000, 25000), GIB4 - 5000);
writeSync(fd, text.slice(0, 17777), GIB4 + 3_000_000);
closeSync(fd);
JS

options=(-T1709208000 -U 00000000-0000-4000-8000-000000000032 -zlz4hc -C16384 -E48bit,dedupe)
"$mkfs" --quiet --workers=1 "${options[@]}" "$out/$name.erofs" "$work/source"

cat >"$out/$name.json" <<JSON
{
"features": ["encoded extents with 32-byte records, a file beyond 4 GiB"],
"mkfs_version": "1.9.3",
"mkfs_command": "mkfs.erofs ${options[*]} $name.erofs SOURCE",
"image_offset": 0,
"devices": [],
"manifest": [
{"path":"/","type":"dir","mode":"0755","uid":0,"gid":0,"nlink":2,"mtime":[1709208000,0]},
{"path":"huge.txt","type":"reg","mode":"0644","uid":0,"gid":0,"nlink":1,"mtime":[1709208000,0],"size":$(stat -c %s "$file"),"sha256":"$(sha256sum "$file" | cut -d' ' -f1)"}
]
}
JSON
