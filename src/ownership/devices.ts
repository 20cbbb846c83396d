/** Contents on the devices of an image, as nearly all lie there: whole, on one that was given or not. */
import type { Failure } from "../base/errors";
import { deviceSpace } from "../base/space";
import type { Extents } from "../census/extents";
import { missing } from "../erofs/devices";
import type { Container, Image } from "../erofs/image";
import { type DevicePlace, placeOf, unifiedPlace } from "../erofs/structs/address";
import type { Facts } from "../erofs/structs/facts";

export class Devices {
	readonly #facts: Facts;
	readonly #extents: Extents;
	/** By number, 0 is the primary; absent where nobody gave it. */
	readonly #containers: readonly (Container | undefined)[];
	readonly #image: Image;
	/** Of the device that an extent would have been placed on last, when nobody gave it. */
	missing: Failure | undefined;

	constructor(image: Image, extents: Extents) {
		const { facts, primary, devices } = image;
		this.#image = image;
		this.#facts = facts;
		this.#extents = extents;
		const given = devices.map(({ id, source }) => source && { space: deviceSpace(id), source });
		this.#containers = [primary, ...given];
	}

	/**
	 * Says of an extent that it lies at a byte of the unified space.
	 * @returns false where not all of it is there: others must look at it
	 */
	place(extent: number, address: number, length: number): boolean {
		return this.#place(extent, unifiedPlace(this.#facts, address, length), length);
	}

	/** The same of a byte of device `id`, as chunks give it. */
	placeOn(id: number, extent: number, address: number, length: number): boolean {
		const place = placeOf(this.#facts, id, address, length);
		return place !== undefined && this.#place(extent, place, length);
	}

	#place(extent: number, { device, start }: DevicePlace, length: number): boolean {
		const home = this.#containers[device];
		if (!home) {
			const slot = this.#image.devices[device - 1];
			this.missing = slot && missing(slot);
			return false;
		}
		if (start + length > home.source.size) return false;
		this.#extents.place(extent, home.space, start, length);
		return true;
	}

	/**
	 * Takes back an extent that could not be placed.
	 * @returns whether its device was not given: then what is known of the contents ends in front of it
	 */
	leave(extent: number): boolean {
		if (!this.missing) return false;
		const { inode, offset, broken } = this.#extents;
		broken.set(inode[extent] as number, offset[extent] as number);
		this.#extents.cut(extent);
		return true;
	}
}
