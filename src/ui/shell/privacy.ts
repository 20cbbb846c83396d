/** What is promised, in the same words everywhere. */
export const PRIVACY = "Nothing is uploaded: your image stays on this device.";
export const PRIVACY_REMOTE = "Only the parts you look at are fetched; nothing is uploaded.";
