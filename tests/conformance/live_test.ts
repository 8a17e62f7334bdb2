/** hostvitals beside Debian's node_exporter, on the machine that the test runs on. */
import { assert, assertEquals } from "../assert.ts";
import { readExposition, type ReadFamily } from "../exposition.ts";
import { Program } from "../program.ts";
import { comparable, differences, missingIn, of, Peer, peerPath, seriesOf } from "./beside.ts";

Deno.test({
  name: peerPath
    ? "whatever Debian's node_exporter serves of this machine is served"
    : "beside Debian's node_exporter (skipped: prometheus-node-exporter is not here)",
  ignore: !peerPath,
  async fn(t) {
    await using ours = await Program.start();
    await using peer = await Peer.start(peerPath!);
    // Ours before and after: what the peer says then has to lie between them, however long it all takes.
    const texts = [await ours.metrics(), await peer.metrics(), await ours.metrics()];
    const [before, all, after] = texts.map(readExposition);
    const theirs = comparable(all);
    assert(theirs.size > 100, `only ${theirs.size} families to compare`);

    await t.step("every family, with its type", () => {
      const types = ({ type }: ReadFamily) => type;
      assertEquals(of(before, theirs, types), of(theirs, theirs, types));
    });
    await t.step("every series", () => {
      assertEquals([...seriesOf(theirs).keys()].filter(missingIn(before, after)), []);
    });
    await t.step("every value", async () => {
      let found = differences(theirs, before, after);
      // What waits in a queue for a millisecond only the peer may have seen.
      for (let tries = 1; found.length > 0 && tries < 4; tries++) {
        const [before, all, after] = [
          await ours.metrics(),
          await peer.metrics(),
          await ours.metrics(),
        ]
          .map(readExposition);
        found = differences(comparable(all), before, after);
      }
      assertEquals(found, []);
    });
  },
});
