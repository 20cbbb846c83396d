/** Entry of a thread that looks at compressed units for the worker. */
import { answerer, type UnitCall, type UnitWork } from "../pool/unit-calls";
import { blobSource } from "../sources/blob";

type Answer = ReturnType<typeof answerer>;

let answer: Answer | undefined;

self.onmessage = ({ data }: MessageEvent<UnitWork<File> | UnitCall>) => {
	if ("who" in data) answer = answerer(data, openFile, (reply) => self.postMessage(reply));
	else void answer?.(data);
};

/** It comes by each byte once: there is nothing to keep. */
const openFile = async (file: File) => blobSource(file);
