/**
 * The files that hostvitals brings along, inside the program: a line here adds one.
 *
 * @module
 */
import alertmanager from "../alerts/alertmanager.yml" with { type: "text" };
import runbook from "../alerts/RUNBOOK.md" with { type: "text" };
import rules from "../alerts/system_alerts.yml" with { type: "text" };
import rulesTest from "../alerts/system_alerts_test.yml" with { type: "text" };
import fleet from "../dashboards/grafana/fleet.json" with { type: "text" };
import host from "../dashboards/grafana/host.json" with { type: "text" };
import itself from "../dashboards/grafana/itself.json" with { type: "text" };
import compose from "./compose.yaml" with { type: "text" };
import containerfile from "./Containerfile" with { type: "text" };
import hostvitals from "./kubernetes/hostvitals.yaml" with { type: "text" };
import serviceMonitor from "./kubernetes/servicemonitor.yaml" with { type: "text" };
import prometheus from "./prometheus.yml" with { type: "text" };
import dashboardProvider from "./grafana/provisioning/dashboards/hostvitals.yml" with {
  type: "text",
};
import datasources from "./grafana/provisioning/datasources/hostvitals.yml" with { type: "text" };
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
  ["prometheus.yml", prometheus],
  ["system_alerts.yml", rules],
  ["system_alerts_test.yml", rulesTest],
  ["RUNBOOK.md", runbook],
  ["alertmanager.yml", alertmanager],
  ["web-config.example.yml", webConfig],
  ["compose.yaml", compose],
  ["Containerfile", containerfile],
  ["grafana/provisioning/datasources/hostvitals.yml", datasources],
  ["grafana/provisioning/dashboards/hostvitals.yml", dashboardProvider],
  ["grafana/dashboards/fleet.json", fleet],
  ["grafana/dashboards/host.json", host],
  ["grafana/dashboards/itself.json", itself],
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
