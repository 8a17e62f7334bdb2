/**
 * The names by which a browser may call this host.
 *
 * @module
 */

/** Domains that nobody can own on the Internet: what is below them is of the local network. */
const LOCAL = ["localhost", "local", "localdomain", "internal", "lan", "home", "corp", "home.arpa"];

/** Whether a name, as an address has it, is one of this host's. */
export type OwnName = (hostname: string) => boolean;

/**
 * Names that were given by hand.
 *
 * @param allowed `name.example.org`, `*.example.org` for all below it, `*` for any
 */
export function allowedName(allowed: readonly string[]): OwnName {
  const names = new Set(allowed.map((name) => name.toLowerCase()));
  const ends = [...names].filter((name) => name.startsWith("*.")).map((name) => name.slice(1));
  const any = names.has("*");
  return (hostname) => {
    const name = plain(hostname);
    return any || names.has(name) || ends.some((end) => name.endsWith(end));
  };
}

/**
 * The names of this host: IP addresses, names of one word or of a local domain, and its own. All others
 * can be a name of somebody who made it lead here.
 *
 * @param own the host's names
 */
export function ownName(own: readonly string[]): OwnName {
  const isOwn = allowedName(own);
  return (hostname) => {
    const name = plain(hostname);
    return !name.includes(".") || isAddress(name) || isOwn(name) ||
      LOCAL.some((domain) => name.endsWith(`.${domain}`));
  };
}

const plain = (hostname: string) => hostname.toLowerCase().replace(/\.$/, "");

/** An address as `URL` writes it. */
const isAddress = (name: string) => name.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(name);

/**
 * The host's names, the one with its domain too.
 *
 * @param hosts the text of /etc/hosts: `127.0.1.1 db1.example.org db1`
 * @param resolv the text of /etc/resolv.conf: `search example.org`
 */
export function hostNames(hostname: string, hosts: string, resolv: string): string[] {
  const names = new Set([hostname]);
  for (const line of hosts.split("\n")) {
    const [, ...aliases] = line.replace(/#.*/, "").trim().split(/\s+/);
    if (aliases.includes(hostname)) { for (const alias of aliases) names.add(alias); }
  }
  for (const [, domains] of resolv.matchAll(/^[ \t]*(?:search|domain)[ \t]+(.*)$/gm)) {
    for (const domain of domains.trim().split(/\s+/)) {
      if (domain !== "" && domain !== ".") names.add(`${hostname}.${domain.replace(/\.$/, "")}`);
    }
  }
  return [...names];
}

/** The names of the host that this runs on. */
export function thisHostsNames(): string[] {
  const read = (path: string) => {
    try {
      return Deno.readTextFileSync(path);
    } catch {
      // Not Linux, or no such file: its plain name is known all the same.
      return "";
    }
  };
  return hostNames(Deno.hostname(), read("/etc/hosts"), read("/etc/resolv.conf"));
}
