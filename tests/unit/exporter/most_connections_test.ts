import { mostConnections } from "../../../exporter/most_connections.ts";
import { table } from "../../table.ts";

table(
  "connections, of those wanted and the limit of open files",
  ([wanted, limit]: readonly [number, number]) => mostConnections(wanted, limit),
  [
    ["as wanted where the system has no limit", [2048, -1], 2048],
    ["as wanted where there is room", [2048, 524_288], 2048],
    ["what is left beside the program's own files", [2048, 1024], 768],
    ["a quarter of a small limit", [2048, 256], 64],
    ["one at least", [2048, 1], 1],
  ],
);
