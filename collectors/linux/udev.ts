import type { Files } from "./files.ts";

/** The properties of a device by their name. */
export type UdevProperties = ReadonlyMap<string, string>;

const none: UdevProperties = new Map();

/**
 * Parses a file of /run/udev/data (the properties that `udevadm info` shows after `E:`).
 *
 *     S:disk/by-path/virtio-pci-0000:00:06.0
 *     E:ID_PATH=pci-0000:00:06.0
 */
export function parseUdev(text: string): UdevProperties {
  const properties = new Map<string, string>();
  for (const line of text.split("\n")) {
    const equals = line.indexOf("=");
    if (line.startsWith("E:") && equals > 2) {
      properties.set(line.slice(2, equals), line.slice(equals + 1));
    }
  }
  return properties;
}

/** What udev knows of a block device; nothing where there is no udev (in a container). */
export function blockDeviceProperties(files: Files, major: number, minor: number): UdevProperties {
  const text = files.attribute(`/run/udev/data/b${major}:${minor}`);
  return text === undefined ? none : parseUdev(text);
}
