/** The result of a check as SARIF 2.1.0, the form in which editors and build servers take findings. */
import type { Location, Log, Region, ReportingDescriptor, Result } from "sarif";
import type { Finding } from "../../base/finding";
import type { Span } from "../../base/range";
import { IMAGE_SPACE } from "../../base/space";
import { reactionText } from "../../erofs/reactions";
import { type Weight, weightOf } from "../../erofs/severity";
import { everyFault } from "../list";
import { causesIn, placeOf, type Report, sorted } from "./report";

const LEVELS: Readonly<Record<Weight, Result.level>> = {
	fatal: "error",
	error: "error",
	warning: "warning",
	note: "note",
};

/** A reference as RFC 3986 has it: an address, or of a path each part by itself. */
const uriOf = (name: string): string =>
	/^https?:\/\//.test(name)
		? new URL(name).href
		: name.split("/").map(encodeURIComponent).join("/");

/** @param name of the file that was checked, as it was given */
export function sarif(report: Report, name: string): Log {
	const { result } = report;
	const uri = uriOf(name);
	const causes = causesIn(report);
	const findings = sorted(result.findings);
	const codes = [...new Set(findings.map(({ code }) => code))];
	return {
		$schema: "https://json.schemastore.org/sarif-2.1.0.json",
		version: "2.1.0",
		runs: [
			{
				tool: { driver: { name: "erofs-explorer", rules: codes.map(ruleOf) } },
				invocations: [{ executionSuccessful: result.checked.complete }],
				results: findings.map((finding) => ({
					ruleId: finding.code,
					ruleIndex: codes.indexOf(finding.code),
					level: LEVELS[weightOf(finding)],
					message: { text: messageOf(finding) },
					locations: [locationOf(finding, uri, report)],
					...relatedTo(causes.get(finding), uri, report),
					properties: {
						weight: weightOf(finding),
						structure: finding.structure,
						...(finding.field === undefined ? {} : { field: finding.field }),
						...(finding.nid === undefined ? {} : { nid: String(finding.nid) }),
						...(finding.also ? { also: finding.also } : {}),
					},
				})),
			},
		],
	};
}

function ruleOf(id: string): ReportingDescriptor {
	const kernel = reactionText(id);
	return {
		id,
		shortDescription: { text: everyFault.get(id)?.text ?? id },
		...(kernel ? { help: { text: kernel } } : {}),
	};
}

/** With what was seen, as many programs show nothing else. */
function messageOf({ text, seen, allowed }: Finding): string {
	const values = [seen && `Seen: ${seen}.`, allowed && `Allowed: ${allowed}.`].filter(Boolean);
	return [text, ...values].join(" ");
}

/** Bytes of the file, where they are stored there as they are, and of the space that the name of the location tells. */
function locationOf(finding: Finding, uri: string, { offset, stored }: Report): Location {
	const { at, path, structure, field } = finding;
	const { space, start, end } = placeOf(at, offset);
	const name = field === undefined ? structure : `${structure}.${field}`;
	const inFile = [at, ...(stored?.get(finding) ?? [])].find((one) => one.space === IMAGE_SPACE);
	const region = inFile ? { region: regionOf(inFile, offset) } : {};
	return {
		physicalLocation: { artifactLocation: { uri }, ...region },
		logicalLocations: [
			{ name, fullyQualifiedName: `${path ?? "image"} ${space}:${start}..${end}`, kind: "member" },
		],
	};
}

function regionOf(at: Span, offset: number): Region {
	const { start, end } = placeOf(at, offset);
	return { byteOffset: Number(start), byteLength: Number(end) - Number(start) };
}

function relatedTo(
	cause: Finding | undefined,
	uri: string,
	report: Report,
): Pick<Result, "relatedLocations"> {
	if (!cause) return {};
	const location = locationOf(cause, uri, report);
	return { relatedLocations: [{ ...location, message: { text: `Follows from ${cause.code}.` } }] };
}
