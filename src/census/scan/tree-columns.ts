/** The columns of a tree that the compiled side fills: it finds them by their place in this list, those
 * that there are. */
import type { Column } from "../columns";
import type { Tree } from "../tree";

const COLUMNS: Readonly<Record<string, (tree: Tree) => Column | undefined>> = {
	entry_inode: ({ entries }) => entries.inode,
	entry_type: ({ entries }) => entries.type,
	entry_nameStart: ({ entries }) => entries.nameStart,
	entry_names: ({ entries }) => entries.names,
	inode_nid: ({ inodes }) => inodes.nid.low,
	inode_size: ({ inodes }) => inodes.size.low,
	inode_stored: ({ inodes }) => inodes.listed?.stored.low,
	inode_mtime: ({ inodes }) => inodes.listed?.mtime.low,
	inode_raw: ({ inodes }) => inodes.raw.low,
	inode_mode: ({ inodes }) => inodes.mode,
	inode_uid: ({ inodes }) => inodes.listed?.uid,
	inode_gid: ({ inodes }) => inodes.listed?.gid,
	inode_nlink: ({ inodes }) => inodes.nlink.low,
	inode_form: ({ inodes }) => inodes.form,
	inode_place: ({ inodes }) => inodes.place,
	inode_names: ({ inodes }) => inodes.names,
	index_heads: ({ inodes }) => inodes.index.heads,
	index_next: ({ inodes }) => inodes.index.next,
};

export const TREE_COLUMNS = Object.keys(COLUMNS);

export const columnsOfTree = (tree: Tree): (Column | undefined)[] =>
	Object.values(COLUMNS).map((columnOf) => columnOf(tree));
