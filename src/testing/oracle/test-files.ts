/** The bytes of a test image, as the oracle takes them. */
import { readFileSync } from "node:fs";
import type { TestImage } from "../image-set";
import { openVolume } from "./open";
import type { Files, Volume } from "./volume";

export const filesOf = ({ file, devices, offset }: TestImage): Files => ({
	image: readFileSync(file),
	devices: devices.map((device) => readFileSync(device)),
	offset,
});

/** @throws Unsound, Failure as `openVolume` */
export const volumeOf = (image: TestImage): Volume => openVolume(filesOf(image));
