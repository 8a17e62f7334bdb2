/** Silences of the command line. */
import {
  apiSilences,
  sayings,
  silencedBy,
  silencesOf,
} from "../../../../alerts/notify/silences.ts";
import { parseSilence } from "../../../../alerts/notify/silence_parse.ts";
import { assertEquals, assertMatch, assertThrows } from "../../../assert.ts";
import { loadRe2 } from "../../../../collectors/re2.ts";

await loadRe2();

const said = (text: string) =>
  parseSilence(text).matchers.map(({ name, type, value }) => `${name} ${type} ${value}`);

const RIGHT: readonly (readonly [string, readonly string[]])[] = [
  ["alertname=DiskFull", ["alertname = DiskFull"]],
  [" a = b , c!=d ", ["a = b", "c != d"]],
  ["a=~x.*,b!~y|z", ["a =~ x.*", "b !~ y|z"]],
  [`a="x, y",b='it''s'`.replace("''", "\\'"), ["a = x, y", "b = it's"]],
  [`a="a\\"b\\n"`, [`a = a"b\n`]],
  ["mountpoint=/srv/data files", ["mountpoint = /srv/data files"]],
  ["a=x,b=", ["a = x", "b = "]],
  ["a=b=c", ["a = b=c"]],
];

for (const [text, matchers] of RIGHT) {
  Deno.test(`${text} is a silence`, () => assertEquals(said(text), matchers));
}

const WRONG: readonly (readonly [string, RegExp])[] = [
  ["", /must be like alertname=DiskFull/],
  ["DiskFull", /must be like alertname=DiskFull.*wrong from "DiskFull"/],
  ["a=b,", /wrong from ""/],
  ["a=b,,c=d", /wrong from ",c=d"/],
  ["a=b c,d", /wrong from "d"/],
  [`a="x`, /must be like/],
  [`a="\\q"`, /must have escapes as in PromQL: unknown escape sequence/],
  [`a="x"y`, /must be like/],
  ["a=~(", /must have a regular expression \(RE2\)/],
  ["until=2027-01-01", /must name a label's value/],
  ["a=~.*", /must name a label's value/],
  ["a!=b", /must name a label's value/],
  ["a=b,until=tomorrow", /must have until= a date or time/],
  ["a=b,until=2027-02-30", /must have until= a date or time/],
  ["a=b,until=2027-01-01T25:00:00Z", /must have until= a date or time/],
  ["a=b,until!=2027-01-01", /must have until=, not until!=/],
  ["a=b,until=2027-01-01,until=2027-01-02", /must have until once/],
];

for (const [text, message] of WRONG) {
  Deno.test(`${text} is no silence`, () => {
    assertMatch(assertThrows(() => parseSilence(text), SyntaxError).message, message);
  });
}

const ENDS: readonly (readonly [string, number])[] = [
  ["2027-01-01T08:00:00Z", Date.UTC(2027, 0, 1, 8)],
  ["2027-01-01T08:00:00+09:00", Date.UTC(2026, 11, 31, 23)],
  ["2027-01-01t08:00:00.250z", Date.UTC(2027, 0, 1, 8, 0, 0)],
  ["2028-02-29", new Date(2028, 1, 29).getTime()],
  ["2027-01-01 08:30", new Date(2027, 0, 1, 8, 30).getTime()],
];

for (const [text, time] of ENDS) {
  Deno.test(`until=${text}`, () => {
    assertEquals(parseSilence(`a=b,until=${text}`).until, time);
  });
}

const NOW = Date.UTC(2026, 10, 24);

Deno.test("a silence holds where all its matchers match, until it ends", () => {
  const silences = silencesOf([
    "alertname=DiskFull,mountpoint=~/data.*",
    'alertname=~.+,severity!=critical,until=2027-01-01T00:00:00Z,comment="moving, slowly"',
    "constructor=~.+",
  ]);
  const by = (labels: Record<string, string>, now = NOW) =>
    silencedBy(silences, labels, now).map((silence) => silences.indexOf(silence));
  assertEquals(by({ alertname: "DiskFull", mountpoint: "/data1", severity: "critical" }), [0]);
  assertEquals(by({ alertname: "DiskFull", mountpoint: "/data1", severity: "warning" }), [0, 1]);
  assertEquals(by({ alertname: "DiskFull", mountpoint: "x/data", severity: "critical" }), []);
  assertEquals(by({ alertname: "Cpu" }), [1]);
  assertEquals(by({ alertname: "Cpu" }, Date.UTC(2027, 0, 1)), []);
});

Deno.test("silences are listed as Alertmanager lists them, and past ones are said", () => {
  const silences = silencesOf(["a=~x|y,b!=z,comment=why", "a=b,until=2026-01-01T00:00:00Z"]);
  assertEquals(apiSilences(silences, NOW), [{
    id: silences[0].id,
    status: { state: "active" },
    matchers: [
      { name: "a", value: "x|y", isRegex: true, isEqual: true },
      { name: "b", value: "z", isRegex: false, isEqual: false },
    ],
    endsAt: null,
    createdBy: "--alert.silence",
    comment: "why",
  }, {
    id: silences[1].id,
    status: { state: "expired" },
    matchers: [{ name: "a", value: "b", isRegex: false, isEqual: true }],
    endsAt: "2026-01-01T00:00:00.000Z",
    createdBy: "--alert.silence",
    comment: "",
  }]);
  assertMatch(silences[0].id, /^[\da-f]{16}$/);
  assertEquals(sayings(silences, NOW), [
    "--alert.silence a=b,until=2026-01-01T00:00:00Z silences nothing: " +
    "it ended at 2026-01-01T00:00:00.000Z",
  ]);
});
