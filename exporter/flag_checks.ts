/**
 * What makes the value of a flag right: each says what would be, if it is wrong.
 *
 * @module
 */
import { seconds } from "../collectors/flags.ts";
import { parseListenAddress } from "./listen_address.ts";

/** Port 0 lets the system choose. */
export function port(value: string): string | undefined {
  return /^\d+$/.test(value) && Number(value) <= 65_535 ? undefined : "must be 0 to 65535";
}

export function positive(value: string): string | undefined {
  return /^\d+$/.test(value) ? undefined : "must be a whole number, 0 or more";
}

export function atLeastOne(value: string): string | undefined {
  return /^\d+$/.test(value) && Number(value) > 0 ? undefined : "must be a whole number, 1 or more";
}

export function retention(value: string): string | undefined {
  const span = seconds(value);
  return span >= 600 && span <= 7 * 86_400 ? undefined : "must be a duration of 10m to 7d";
}

export function hostPattern(value: string): string | undefined {
  return /^(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*)$/i.test(value)
    ? undefined
    : "must be a name like host.example.org, without a port";
}

export function urlPath(value: string): string | undefined {
  // Behind /: a route takes whatever is there.
  return /^\/[^\s?#]*$/.test(value) && !value.includes("/:")
    ? undefined
    : "must be a path like /metrics";
}

/** Whether there is such a host, the system says; one colon is that of a port. */
export function address(value: string): string | undefined {
  const [, inBrackets] = /^\[(.*)\]$/.exec(value) ?? [];
  const bare = inBrackets ?? value;
  const colons = bare.split(":").length - 1;
  return /^[^\s/\[\]]+$/.test(bare) && (colons > 1 || colons === 0 && bare === value)
    ? undefined
    : "must be an address or a name without a port, like 127.0.0.1, ::1 or localhost";
}

export function notEmpty(value: string): string | undefined {
  return value === "" ? "must not be empty" : undefined;
}

export function listenAddress(value: string): string | undefined {
  return parseListenAddress(value) ? undefined : "must be [host]:port, like :9100 or [::1]:9100";
}

export function directory(value: string): string | undefined {
  try {
    if (Deno.statSync(value).isDirectory) return undefined;
  } catch {
    // Not there, or not for us: said below.
  }
  return "must be a directory that can be read";
}
