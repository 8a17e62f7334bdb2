/**
 * Proxies that the environment names.
 *
 * @module
 */

/** What makes `fetch` take a proxy. */
const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

/** This host's own addresses. */
const LOOPBACK = "localhost,127.0.0.0/8,::1";

/**
 * Keeps what is asked of this host itself from a proxy, as Prometheus does: `http://localhost:9093` is
 * another one there. To be called before the first `fetch`, which reads the environment.
 */
export function withoutProxyToLoopback(env: Pick<Deno.Env, "get" | "set"> = Deno.env): void {
  const said = (name: string) => env.get(name) || env.get(name.toLowerCase());
  if (!PROXIES.some(said)) return;
  env.set("NO_PROXY", [said("NO_PROXY"), LOOPBACK].filter(Boolean).join());
}
