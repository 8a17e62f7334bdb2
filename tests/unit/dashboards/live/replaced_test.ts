/** A page that stays open while the program becomes a newer one is found to be the older. */
import { isOther } from "../../../../dashboards/live/replaced.ts";
import { assertEquals } from "../../../assert.ts";

const page = (script: string) => `<script type="module" src="assets/${script}"></script>`;
const MINE = "http://host/vitals/assets/live-abc123.js";

Deno.test("only another page of hostvitals is another one", () => {
  assertEquals(isOther(page("live-abc123.js"), MINE), false);
  assertEquals(isOther(page("live-def456.js"), MINE), true);
  for (const strange of ["", "<h1>Sign in</h1>", page("other.js")]) {
    assertEquals(isOther(strange, MINE), false);
  }
});
