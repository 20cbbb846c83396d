#!/bin/sh
# Makes the images of this folder with the mkfs.erofs (1.9.3) of the PATH: a few inodes each, in small
# blocks, so that thousands can be damaged and read in a minute.
set -eu
cd "$(dirname "$0")"
tree=$(mktemp -d)
trap 'rm -r "$tree"' EXIT
mkdir -p "$tree/dir/sub"
python3 - "$tree" <<'END'
import os, sys
def write(name, contents):
    with open(os.path.join(sys.argv[1], name), "wb") as file: file.write(contents)
def attribute(name, key, value):
    os.setxattr(os.path.join(sys.argv[1], name), key, value)
line = b"The quick brown fox jumps over the lazy dog, and over the %d lazy dogs behind it.\n"
text = b"".join(line % (i * i * 7919 % 1000) for i in range(40))
write("text", text)
write("copy", text[:2000])
write("dir/small", b"small\n")
write("dir/empty", b"")
write("dir/bytes", bytes((i * i + i * 31) % 251 for i in range(900)))
write("hole", bytes(2048) + b"end of a hole")
for name in ["text", "dir"]: attribute(name, "user.some.long.name", b"value of it")
for name in ["text", "copy", "dir/small"]: attribute(name, "user.shared", b"shared")
END
ln "$tree/dir/small" "$tree/dir/sub/hard"
ln -s dir/small "$tree/link"
mkfifo "$tree/fifo"

make() {
	name=$1
	shift
	mkfs.erofs --quiet --workers=1 -T1700000000 -U00000000-0000-0000-0000-000000000001 "$@" "$name.erofs" "$tree"
}
make plain -b512
make plain-4096
make compact -b512 -zlz4
make ztail -b512 -zlz4hc -C2048 -Eztailpacking
make fragments -b512 -zzstd -C2048 -Efragments
make packed -b512 -zdeflate -C2048 -Eall-fragments,dedupe
make full -b512 -zlzma -C2048 -Elegacy-compress
make extents -b512 -zzstd -C2048 -E48bit
make extents-dedupe -b512 -zlz4hc -C2048 -E48bit,dedupe,fragments
make blockmap -b512 --chunksize=512
make indexes -b512 --chunksize=512 -Eforce-chunk-indexes
make metabox -b512 -zzstd -C2048 -m2048 -Efragments
make prefixes -b512 --xattr-prefix=user.some. -x1
make zD -b512 -zzstd -C2048 --zD
make dot-omitted -b512 -E48bit,dot-omitted
make digest -b512 -zlz4 --xattr-inode-digest=trusted.digest
