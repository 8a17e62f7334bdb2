import { mostConnections, mostKept } from "../../../exporter/open_files.ts";
import { table } from "../../table.ts";

table(
  "connections, of those wanted and the limit of open files",
  ([wanted, limit]: readonly [number, number]) => mostConnections(wanted, limit),
  [
    ["as wanted where the system has no limit", [2048, -1], 2048],
    ["as wanted where there is room", [2048, 524_288], 2048],
    ["what is left beside the program's own files", [2048, 1024], 704],
    ["the same of a small limit", [2048, 256], 128],
    ["a quarter of a smaller one", [2048, 64], 16],
    ["one at least", [2048, 1], 1],
  ],
);

table("files of /proc and /sys that stay open, of the limit", mostKept, [
  ["those of a big host where the system has no limit", -1, 4096],
  ["and where there is room", 524_288, 4096],
  ["a quarter of the limit", 4096, 1024],
  ["also of a small one", 256, 64],
]);
