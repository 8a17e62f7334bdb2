/** A made-up host, read by hostvitals and by Debian's node_exporter: the same families have the same values. */
import { MADE_UP } from "../../scripts/bench/exporters.ts";
import { sizeOf } from "../../scripts/big_host/size.ts";
import { HostTree } from "../../scripts/big_host/tree.ts";
import { assertEquals } from "../assert.ts";
import { readExposition, type ReadFamily } from "../exposition.ts";
import { Program } from "../program.ts";
import { comparable, differences, missingIn, of, Peer, peerPath, seriesOf } from "./beside.ts";

/** Both have them, off by default. */
const MORE = ["--collector.interrupts", "--collector.processes"];

Deno.test({
  name: peerPath
    ? "a made-up host is the same host to hostvitals and to Debian's node_exporter"
    : "a made-up host beside Debian's node_exporter (skipped: prometheus-node-exporter is not here)",
  ignore: !peerPath,
  async fn(t) {
    using tree = new HostTree(sizeOf(32));
    await using ours = await Program.start(...tree.flags, ...MORE);
    await using peer = await Peer.start(peerPath!, ...tree.flags, ...MORE, ...MADE_UP);
    for (const step of ["as it was made", "after its counters have counted on"]) {
      const texts = [await ours.metrics(), await peer.metrics(), await ours.metrics()];
      const [before, all, after] = texts.map(readExposition);
      const theirs = comparable(all);
      await t.step(`${step}: every family, with its type`, () => {
        const types = ({ type }: ReadFamily) => type;
        assertEquals(of(before, theirs, types), of(theirs, theirs, types));
      });
      await t.step(`${step}: every series`, () => {
        assertEquals([...seriesOf(theirs).keys()].filter(missingIn(before, after)), []);
      });
      await t.step(`${step}: every value`, () => {
        assertEquals(differences(theirs, before, after), []);
      });
      tree.advance();
    }
  },
});
