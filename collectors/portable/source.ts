import type { Source } from "../readings.ts";
import { LinuxSource } from "../linux/source.ts";
import { Files } from "../linux/files.ts";
// placeholder while it is being written
export class PortableSource extends LinuxSource implements Source {
  constructor() {
    super(new Files({ proc: "/proc", sys: "/sys", root: "/", udev: "/run/udev/data" }));
  }
}
