import { codecFailure } from "../../codec";

export const damaged = (what: string) => codecFailure("Zstandard", what);
