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

/** Room is asked for in steps of this many pages: asking looks through the whole store. */
const PAGES_PER_STEP = 16;

/** Asked before the file grows; false when there is no room. */
export type MakeRoom = (bytes: number) => Promise<boolean>;

export class KeptImage {
	readonly pageSize: number;
	readonly #file: StoredFile;
	readonly #size: number;
	/** Pages of the image. */
	readonly #count: number;
	readonly #slotCount: number;
	readonly #slotsAt: number;
	readonly #makeRoom: MakeRoom;
	readonly #slots = new Map<number, Slot>();
	#nextSlot = 0;
	/** Bytes granted and not used yet. */
	#room = 0;
	#full = false;

	/** The file's header has been checked or written before. */
	constructor(file: StoredFile, header: KeptHeader, makeRoom: MakeRoom) {
		this.pageSize = header.pageSize;
		this.#file = file;
		this.#size = header.size;
		this.#makeRoom = makeRoom;
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

	/** Keeps one whole page. */
	async add(page: number, bytes: Uint8Array): Promise<void> {
		if (this.#full || this.#slots.has(page) || bytes.length !== this.#lengthOf(page)) return;
		const slot = this.#nextSlot;
		this.#nextSlot += 1;
		// Pages that went bad and came again use up slots; the index has no entry for more.
		if (slot >= this.#slotCount || !(await this.#takeRoom())) this.#full = true;
		if (this.#full) return;
		try {
			this.#write(page, slot, bytes);
		} catch {
			this.#full = true;
		}
	}

	close(): void {
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

	async #takeRoom(): Promise<boolean> {
		if (this.#room < this.pageSize) {
			const step = PAGES_PER_STEP * this.pageSize;
			if (!(await this.#makeRoom(step))) return false;
			this.#room += step;
		}
		this.#room -= this.pageSize;
		return true;
	}

	#lengthOf(page: number): number {
		return Math.max(0, Math.min(this.pageSize, this.#size - page * this.pageSize));
	}

	/** The page first, its index entry last: a crash in between only loses the page. */
	#write(page: number, slot: number, bytes: Uint8Array): void {
		const sum = checksum(bytes);
		this.#file.write(bytes, this.#slotsAt + slot * this.pageSize);
		const entry = new DataView(new ArrayBuffer(ENTRY_BYTES));
		entry.setUint32(0, page + 1, true);
		entry.setUint32(4, sum, true);
		this.#file.write(new Uint8Array(entry.buffer), HEADER_BYTES + slot * ENTRY_BYTES);
		this.#slots.set(page, { slot, sum });
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
