import { type Collector, gauge } from "./collector.ts";
import { parseFileNr } from "./linux/file_nr.ts";

const allocated_ = gauge("node_filefd_allocated", "File descriptor statistics: allocated.");
const maximum_ = gauge("node_filefd_maximum", "File descriptor statistics: maximum.");

/** How many files are open on the host. */
export const filefd: Collector = {
  name: "filefd",
  help: "Open files (/proc/sys/fs/file-nr)",
  system: "linux",
  metrics: [allocated_, maximum_],
  start: ({ files }) => ({
    collect() {
      const { allocated, maximum } = parseFileNr(files.hot("/proc/sys/fs/file-nr"));
      return [allocated_.one(allocated), maximum_.one(maximum)];
    },
  }),
};
