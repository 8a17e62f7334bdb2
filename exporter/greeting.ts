import { getLogger } from "@logtape/logtape";

/**
 * Says that the program serves: three lines to a person at a terminal, log lines to a service manager.
 */
export function greet(
  version: string,
  scheme: "http" | "https",
  addresses: readonly Deno.NetAddr[],
  path: string,
): void {
  const urls = addresses.flatMap(hostsOf).map((host) => `${scheme}://${host}/`);
  if (Deno.stdout.isTerminal()) {
    console.log(`hostvitals ${version} measures this host`);
    console.log(`open ${urls.join("  ")}`);
    console.log(`next: let Prometheus scrape ${urls.at(-1)}${path.slice(1)}; stop with Ctrl+C`);
    return;
  }
  const log = getLogger(["hostvitals"]);
  log.info("hostvitals {version} serves {path} at {urls}", { version, path, urls: urls.join(" ") });
}

/** Where a listening address can be opened: one of all addresses by the host's own ones. */
function hostsOf({ hostname, port }: Deno.NetAddr): string[] {
  const all = hostname === "0.0.0.0" || hostname === "::";
  const hosts = all ? ["localhost", ...outside()] : [hostname];
  return hosts.map((host) => `${host.includes(":") ? `[${host}]` : host}:${port}`);
}

/** The address by which others reach this host; none without a network. */
function outside(): string[] {
  const found = Deno.networkInterfaces().find(({ family, address }) =>
    family === "IPv4" && !address.startsWith("127.") && !address.startsWith("169.254.")
  );
  return found ? [found.address] : [];
}
