/**
 * The exporters that are measured side by side.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { V8_FLAGS } from "../v8_flags.ts";
import { apt, npm } from "./install.ts";
import { type Command, output, type Processes } from "./processes.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));

/** What the exporters may use to get ready. */
export interface Setup {
  /** For files that are gone afterwards. */
  readonly directory: string;
  readonly processes: Processes;
  /** A compiled hostvitals; the source without it. */
  readonly compiled?: string;
  /** The first file of a bundled one, which is what gets compiled; the source without it. */
  readonly bundled?: string;
  /**
   * hostvitals and node_exporter serve the same, as far as flags can make them: neither tells of itself,
   * and the collectors that only one of them has are off.
   */
  readonly equal?: boolean;
  /** The flags by which both read a made-up host. */
  readonly host?: readonly string[];
}

/** Flags for `equal`. */
const EQUAL: Readonly<Record<"hostvitals" | "node_exporter", readonly string[]>> = {
  hostvitals: [
    "--web.disable-exporter-metrics",
    "--no-collector.host",
    "--no-collector.connections",
  ],
  node_exporter: ["--web.disable-exporter-metrics"],
};

/** On a made-up host without what node_exporter asks the kernel or a daemon itself. */
export const MADE_UP: readonly string[] = [
  "--no-collector.systemd",
  "--no-collector.netdev.netlink",
];

/** An exporter that can be started. */
export interface Ready {
  /** With its version. */
  readonly title: string;
  /** Where it listens is said by the port, on 127.0.0.1; its metrics are at `/metrics`. */
  readonly command: (port: number) => Command;
}

/** An exporter, which may be missing here. */
export interface Exporter {
  /** By which `--only` calls it. */
  readonly name: string;
  /** How long it takes to start is measured too. */
  readonly timed?: boolean;
  /** @throws {Error} which says why it cannot be here */
  readonly prepare: (setup: Setup) => Promise<Ready>;
}

/** hostvitals first. */
export const EXPORTERS: readonly Exporter[] = [
  { name: "hostvitals", timed: true, prepare: hostvitals },
  { name: "node_exporter", timed: true, prepare: nodeExporter },
  { name: "psutil", prepare: psutil },
  { name: "express", prepare: express },
];

async function hostvitals({ compiled, bundled, equal, host = [] }: Setup): Promise<Ready> {
  const path = compiled ?? Deno.execPath();
  const program = compiled ? [] : ["run", "--allow-all", V8_FLAGS, bundled ?? MAIN];
  const version = await output({ path, args: [...program, "--version"] });
  return {
    title: `${version.trim()}${compiled ? ", compiled" : bundled ? ", bundled" : ""}`,
    command: (port) => ({
      path,
      args: [
        ...program,
        "--host=127.0.0.1",
        `--port=${port}`,
        ...equal ? EQUAL.hostvitals : [],
        ...host,
      ],
    }),
  };
}

async function nodeExporter({ equal, host }: Setup): Promise<Ready> {
  const path = "prometheus-node-exporter";
  const version = await orInstalled(
    () => output({ path, args: ["--version"] }),
    "prometheus-node-exporter",
  );
  return {
    title: `node_exporter ${/version ([\d.]+)/.exec(version)?.[1] ?? "of Debian"}`,
    command: (port) => ({
      path,
      args: [
        `--web.listen-address=127.0.0.1:${port}`,
        ...equal ? EQUAL.node_exporter : [],
        ...host ? [...MADE_UP, ...host] : [],
      ],
    }),
  };
}

async function psutil(): Promise<Ready> {
  // Debian's packages are Debian's Python's; another one may stand before it on the path.
  const path = "/usr/bin/python3";
  const script = join(HERE, "psutil_exporter.py");
  const version = await orInstalled(
    () => output({ path, args: [script, "--version"] }),
    "python3-psutil",
    "python3-prometheus-client",
  );
  return {
    title: version.trim(),
    command: (port) => ({ path, args: [script, `${port}`] }),
  };
}

/** The packages of the exporter in express, pinned so that every run measures the same. */
const PACKAGES = ["express@5.3.0", "systeminformation@5.33.23", "prom-client@15.1.3"];

async function express({ directory, processes }: Setup): Promise<Ready> {
  const path = "node";
  await output({ path, args: ["--version"] });
  await npm(processes, directory, ...PACKAGES);
  // Node.js looks for packages beside the script.
  const script = join(directory, "express_exporter.mjs");
  await Deno.copyFile(join(HERE, "express_exporter.mjs"), script);
  return {
    title: PACKAGES.map((name) => name.replace("@", " ")).join(" + "),
    command: (port) => ({ path, args: [script, `${port}`] }),
  };
}

/** What a command prints; where it cannot run, the packages that it needs are installed first. */
export async function orInstalled(
  run: () => Promise<string>,
  ...packages: string[]
): Promise<string> {
  try {
    return await run();
  } catch {
    await apt(...packages);
    return await run();
  }
}
