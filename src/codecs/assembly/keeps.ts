/**
 * Whether decoded bytes are kept. Of decoders that never look back at them there is a second build,
 * in which nothing is: for who only asks whether a stream is sound (scripts/build-codecs.mjs).
 */
export const KEEPS: bool = true;
