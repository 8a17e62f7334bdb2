/** What container runtimes leave behind in a container; also in an image that a machine was made from. */
const FILES = [
  "/.dockerenv",
  "/run/.containerenv",
  "/var/run/secrets/kubernetes.io/serviceaccount",
];
/** `container` is set by podman, systemd-nspawn and LXC. */
const VARIABLES = ["container", "KUBERNETES_SERVICE_HOST"];
/** The first PID namespace, that of the host itself (include/linux/proc_ns.h: PROC_PID_INIT_INO). */
const HOSTS = "pid:[4026531836]";

/**
 * Whether this process runs in a container that shows only itself.
 *
 * @param exists whether there is a file
 * @param variable the value of an environment variable
 * @param pidNamespace where /proc/self/ns/pid points to, if that can be told
 */
export function inContainer(
  exists: (path: string) => boolean,
  variable: (name: string) => string | undefined,
  pidNamespace: string | undefined,
): boolean {
  if (pidNamespace === HOSTS) return false;
  return FILES.some(exists) || VARIABLES.some((name) => Boolean(variable(name)));
}
