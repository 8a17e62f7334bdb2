import { measureSides } from "../../scripts/bench/big.ts";
import { Processes } from "../../scripts/bench/processes.ts";
import { Usage } from "../../scripts/bench/usage.ts";
import { assert } from "../assert.ts";
import { peerPath } from "../conformance/beside.ts";

Deno.test({
  name: peerPath
    ? "a host of 32 CPUs costs a fraction of what it costs node_exporter, and bounded memory"
    : "a host of 32 CPUs (skipped: prometheus-node-exporter is not here)",
  ignore: !peerPath,
  async fn() {
    const directory = await Deno.makeTempDir();
    try {
      using usage = new Usage();
      await using processes = new Processes();
      const tools = { processes, usage };
      const sides = await measureSides(32, true, { directory, processes }, tools);
      const { equal: [own, peer], all } = sides;
      // 125 interfaces, 25 disks and 62 mounts have more series than any small host.
      assert(own.series >= peer.series && peer.series > 6000, `${own.series}, ${peer.series}`);
      assert(all.series > own.series, `${all.series} series with everything on`);
      const part = own.prometheus.cpu / peer.prometheus.cpu;
      assert(part < 0.4, `${part} of node_exporter's CPU`);
      assert(all.residentBytes.hot < 300e6, `${all.residentBytes.hot} bytes`);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
});
