/**
 * The files that hostvitals brings along, inside the program: a line here adds one.
 *
 * @module
 */
import compose from "./compose.yaml" with { type: "text" };
import containerfile from "./Containerfile" with { type: "text" };
import hostvitals from "./kubernetes/hostvitals.yaml" with { type: "text" };
import serviceMonitor from "./kubernetes/servicemonitor.yaml" with { type: "text" };
import readme from "./README.md" with { type: "text" };
import fileSd from "./scale/prometheus-file-sd.yml" with { type: "text" };
import remoteWrite from "./scale/prometheus-remote-write.yml" with { type: "text" };
import shard from "./scale/prometheus-shard.yml" with { type: "text" };
import targets from "./scale/targets/example.yml" with { type: "text" };
import { launchdPlist } from "./service/launchd.ts";
import unit from "./systemd/hostvitals.service" with { type: "text" };
import webConfig from "./web-config.example.yml" with { type: "text" };
import windows from "./windows/service.ps1" with { type: "text" };

/** A file that is written out. */
export interface StackFile {
  /** Where, in the directory that is asked for; with slashes. */
  readonly path: string;
  readonly text: string;
}

/** What the files say of where hostvitals comes from. */
export interface Origin {
  readonly version: string;
  /** Of the container image; `hostvitals:VERSION`, which compose.yaml builds, without it. */
  readonly image?: string;
}

const FILES: readonly (readonly [path: string, text: string])[] = [
  ["README.md", readme],
  ["web-config.example.yml", webConfig],
  ["compose.yaml", compose],
  ["Containerfile", containerfile],
  ["systemd/hostvitals.service", unit],
  ["launchd/hostvitals.plist", launchdPlist([])],
  ["windows/service.ps1", windows],
  ["kubernetes/hostvitals.yaml", hostvitals],
  ["kubernetes/servicemonitor.yaml", serviceMonitor],
  ["scale/prometheus-file-sd.yml", fileSd],
  ["scale/prometheus-shard.yml", shard],
  ["scale/prometheus-remote-write.yml", remoteWrite],
  ["scale/targets/example.yml", targets],
];

/** The files, with the version and the image put in. */
export function stackFiles({ version, image = `hostvitals:${version}` }: Origin): StackFile[] {
  return FILES.map(([path, text]) => ({
    path,
    text: text.replaceAll("@VERSION@", version).replaceAll("@IMAGE@", image),
  }));
}
