#!/usr/bin/env bash
# Makes public/samples with mkfs.erofs 1.9.3: set MKFS when it is not on the PATH.
# The trees, times and UUIDs are fixed, so that the images come out the same every time.
# Three are kept as they are: their texts were drawn by chance, and lessons go by their bytes.
#   editions  -zlz4hc,12 -Ededupe,fragments -C4096
#   shelf     --xattr-prefix=user.library. -Eplain-xattr-prefixes -x2
#   pages     -zlz4hc,12
kept=(editions.erofs shelf.erofs pages.erofs)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=$here/../../public/samples
mkfs=${MKFS:-mkfs.erofs}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
cp "${kept[@]/#/$out/}" .
rm -rf "$out" && mkdir -p "$out"

# make IMAGE TREE UUID-DIGIT OPTIONS...
make() {
	local image=$1 tree=$2 uuid=00000000-0000-4000-8000-00000000000$3
	shift 3
	node "$here/trees.mjs" "$tree" >"$tree.tar"
	"$mkfs" --quiet --workers=1 -T1709208000 --mkfs-time -U "$uuid" "$@" --tar=f "$image" "$tree.tar"
}

make plain.erofs plain 1 -L night-library
make lz4.erofs compressed 2 -zlz4hc,level=12 -Eztailpacking
make many-files.erofs small 4 -x1
make two-devices.erofs devices 5 --chunksize=4096 --blobdev=two-devices.blob
make modern.erofs compressed 6 -zzstd -C65536 -E48bit,fragments,dedupe -m4096 --xattr-inode-digest

# One algorithm after the other is added to an image that has announced all four.
make algorithms.erofs lz4 3 -zlz4hc:lzma:deflate:zstd -C16384
make algorithms.erofs lzma 3 -zlzma -C16384 --incremental=data
make algorithms.erofs deflate 3 -zdeflate,level=9 -C16384 --incremental=data
make algorithms.erofs zstd 3 -zzstd,level=19 -C16384 --incremental=data

node "$here/break.mjs" lz4.erofs broken.erofs

mv ./*.erofs ./*.blob "$out"
node "$here/index.mjs" "$out"
