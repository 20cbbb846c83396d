/**
 * The kept pages of one remote image. Nothing here ever fails a read: a page that cannot be
 * read or does not match its checksum counts as not kept, a page that cannot be written is not
 * kept.
 */
import type { StoredFile } from "./file-store";
import {
	checksum,
	ENTRY_BYTES,
	HEADER_BYTES,
	type KeptHeader,
	pageCount,
	slotCount,
} from "./header";

interface Slot {
	readonly slot: number;
	readonly sum: number;
}

/** Who watches over the space of the device. */
export interface Room {
	/** Bytes to ask for at once, at least a page: asking looks through the whole store. */
	readonly step: number;
	/** Asked before the file grows; false when there is no room. */
	make(bytes: number): Promise<boolean>;
}

export class KeptImage {
	readonly pageSize: number;
	readonly #file: StoredFile;
	readonly #size: number;
	/** Pages of the image. */
	readonly #count: number;
	readonly #slotCount: number;
	readonly #slotsAt: number;
	readonly #room: Room;
	readonly #slots = new Map<number, Slot>();
	#nextSlot = 0;
	/** Bytes granted and not used yet. */
	#granted = 0;
	/** Pages are added one call after the other: each asks for room with what the others took. */
	#adding: Promise<void> = Promise.resolve();
	#full = false;
	#closed = false;

	/** The file's header has been checked or written before. */
	constructor(file: StoredFile, header: KeptHeader, room: Room) {
		this.pageSize = header.pageSize;
		this.#file = file;
		this.#size = header.size;
		this.#room = room;
		this.#count = pageCount(header);
		this.#slotCount = slotCount(header);
		this.#slotsAt = HEADER_BYTES + this.#slotCount * ENTRY_BYTES;
		this.#readIndex();
	}

	/** Pages kept. */
	get pages(): number {
		return this.#slots.size;
	}

	/** True when no more pages are taken: limit reached or device full. */
	get full(): boolean {
		return this.#full;
	}

	read(page: number): Uint8Array | undefined {
		const found = this.#slots.get(page);
		if (!found) return undefined;
		const bytes = this.#readSlot(found.slot, this.#lengthOf(page));
		if (bytes && checksum(bytes) === found.sum) return bytes;
		this.#slots.delete(page);
		return undefined;
	}

	/** Keeps whole pages, `first` and what follows it; those kept already stay as they are. */
	add(first: number, bytes: Uint8Array): Promise<void> {
		const added = this.#adding.then(() => this.#add(first, bytes));
		// Its caller hears a failure; the next one does not.
		this.#adding = added.catch(() => {});
		return added;
	}

	async #add(first: number, bytes: Uint8Array): Promise<void> {
		const { pageSize } = this;
		const most = Math.max(1, Math.floor(this.#room.step / pageSize));
		const end = first + Math.ceil(bytes.length / pageSize);
		for (let page = first; page < end && !this.#full; ) {
			const run = this.#missing(page, Math.min(end, page + most));
			const from = (page - first) * pageSize;
			await this.#keep(page, run, bytes.subarray(from, from + run * pageSize));
			page += Math.max(1, run);
		}
	}

	/** From now on nothing is kept, and nothing is found. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#full = true;
		this.#slots.clear();
		this.#file.flush();
		this.#file.close();
	}

	#readSlot(slot: number, length: number): Uint8Array | undefined {
		const bytes = new Uint8Array(length);
		try {
			const got = this.#file.read(bytes, this.#slotsAt + slot * this.pageSize);
			return got === length ? bytes : undefined;
		} catch {
			return undefined;
		}
	}

	/** How many pages from `page` on, up to `end`, are not kept and wholly known. */
	#missing(page: number, end: number): number {
		let next = page;
		while (next < end && !this.#slots.has(next)) next += 1;
		return next - page;
	}

	/** Keeps `count` pages as one write. */
	async #keep(page: number, count: number, bytes: Uint8Array): Promise<void> {
		if (count === 0) return;
		const slot = this.#nextSlot;
		this.#nextSlot += count;
		// Pages that went bad and came again use up slots; the index has no entry for more.
		if (this.#nextSlot > this.#slotCount || !(await this.#takeRoom(bytes.length))) {
			this.#full = true;
		}
		if (this.#full) return;
		try {
			this.#write(page, slot, bytes);
		} catch {
			this.#full = true;
		}
	}

	async #takeRoom(bytes: number): Promise<boolean> {
		if (this.#granted < bytes) {
			// What was granted and not used does not show in the store yet.
			const wanted = this.#granted + Math.max(bytes, this.#room.step);
			if (!(await this.#room.make(wanted))) return false;
			this.#granted = wanted;
		}
		this.#granted -= bytes;
		return true;
	}

	#lengthOf(page: number): number {
		return Math.max(0, Math.min(this.pageSize, this.#size - page * this.pageSize));
	}

	/** The pages first, their index entries last: a crash in between only loses the pages. */
	#write(page: number, slot: number, bytes: Uint8Array): void {
		const { pageSize } = this;
		this.#file.write(bytes, this.#slotsAt + slot * pageSize);
		const count = Math.ceil(bytes.length / pageSize);
		const entries = new DataView(new ArrayBuffer(count * ENTRY_BYTES));
		for (let i = 0; i < count; i++) {
			const sum = checksum(bytes.subarray(i * pageSize, (i + 1) * pageSize));
			entries.setUint32(i * ENTRY_BYTES, page + i + 1, true);
			entries.setUint32(i * ENTRY_BYTES + 4, sum, true);
			this.#slots.set(page + i, { slot: slot + i, sum });
		}
		this.#file.write(new Uint8Array(entries.buffer), HEADER_BYTES + slot * ENTRY_BYTES);
	}

	#readIndex(): void {
		const index = new Uint8Array(this.#slotCount * ENTRY_BYTES);
		const entries = Math.floor(this.#file.read(index, HEADER_BYTES) / ENTRY_BYTES);
		const view = new DataView(index.buffer);
		for (let slot = 0; slot < entries; slot++) {
			const page = view.getUint32(slot * ENTRY_BYTES, true) - 1;
			if (page < 0) continue;
			this.#nextSlot = slot + 1;
			if (page >= this.#count) continue;
			this.#slots.set(page, { slot, sum: view.getUint32(slot * ENTRY_BYTES + 4, true) });
		}
	}
}
