/** Entry of a thread that looks at compressed units for the worker. */
import { answerer, type UnitCall, type UnitWork } from "../pool/unit-calls";
import { openLocal } from "../sources/open-local";

type Answer = ReturnType<typeof answerer>;

let answer: Answer | undefined;

self.onmessage = ({ data }: MessageEvent<UnitWork<File> | UnitCall>) => {
	if ("who" in data) answer = answerer(data, openFile, (reply) => self.postMessage(reply));
	else void answer?.(data);
};

/** It comes by each byte once: pages that it has passed need not stay. */
const openFile = async (file: File) => openLocal(file, { budget: 8 << 20 });
