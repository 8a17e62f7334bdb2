/** What container runtimes leave behind in a container. */
const FILES = [
  "/.dockerenv",
  "/run/.containerenv",
  "/var/run/secrets/kubernetes.io/serviceaccount",
];
/** `container` is set by podman, systemd-nspawn and LXC. */
const VARIABLES = ["container", "KUBERNETES_SERVICE_HOST"];

/**
 * Whether this process runs in a container, as far as files and variables tell.
 *
 * @param exists whether there is a file
 * @param variable the value of an environment variable
 */
export function inContainer(
  exists: (path: string) => boolean,
  variable: (name: string) => string | undefined,
): boolean {
  return FILES.some(exists) || VARIABLES.some((name) => Boolean(variable(name)));
}
