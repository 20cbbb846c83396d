/** The program of a thread that looks at compressed units. It is built apart: it shall start quickly. */
import { parentPort, workerData } from "node:worker_threads";
import { answerer, type UnitReply, type UnitWork } from "../pool/unit-calls";
import { keepYoungSpaceSmall } from "./engine";
import { nodeFile } from "./node-file";

keepYoungSpaceSmall();

const send = (reply: UnitReply) => parentPort?.postMessage(reply);

parentPort?.on("message", answerer(workerData as UnitWork<string>, nodeFile, send));
