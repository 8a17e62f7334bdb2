import { svg } from "../../../scripts/chart.ts";
import { assert, assertEquals } from "../../assert.ts";

Deno.test("a chart has its lines in its frame, its names apart, and no name breaks it", () => {
  const drawn = svg({
    title: "a < b & c",
    x: "x",
    y: "y",
    ticks: [0, 10],
    lines: [
      { name: "up", points: [[0, 0], [10, 90]] },
      { name: "down", points: [[0, 90], [10, 89]], dashed: true },
    ],
  });
  assert(drawn.includes("<title>a &lt; b &amp; c</title>"));
  const lines = [...drawn.matchAll(/points="([^"]*)"/g)].map(([, points]) => points);
  assertEquals(lines, ["64,332 580,72.8", "64,72.8 580,75.7"]);
  const names = [...drawn.matchAll(/y="(\d+)" style/g)].map(([, y]) => Number(y));
  assertEquals(Math.abs(names[0] - names[1]), 15);
});
