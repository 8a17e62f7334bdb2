import { assert, assertEquals } from "../../assert.ts";
import { error, mtime, Textfiles, WRITTEN } from "./textfiles.ts";

Deno.test("a textfile's samples are served, other files are passed over", () => {
  using host = new Textfiles({
    "a.prom": 'a{x="1"} 2\n',
    "b.txt": "what is this",
    ".c.prom.tmp": "half",
  });
  assertEquals(host.values(), { ...mtime("a.prom"), ...error(0), 'a{x="1"}': 2 });
  assertEquals(host.logged, []);
});

Deno.test("without a directory there is nothing to read, and that is no error", () => {
  using host = new Textfiles({ "a.prom": "a 1\n" }, "--collector.textfile.directory=");
  assertEquals(host.values(), error(0));
});

Deno.test("files from several directories, by name and by pattern, count once each", () => {
  using host = new Textfiles(
    {},
    "--collector.textfile.directory=DIR/*",
    "--collector.textfile.directory=DIR/one/",
  );
  for (const directory of ["one", "two"]) {
    Deno.mkdirSync(`${host.directory}/${directory}`);
    host.write(`${directory}/a.prom`, `${directory} 1\n`);
  }
  assertEquals(host.values(), {
    ...mtime("one/a.prom"),
    ...mtime("two/a.prom"),
    ...error(0),
    one: 1,
    two: 1,
  });
});

for (const missing of ["DIR/missing", "DIR/missing*"]) {
  Deno.test(`a directory that is not there is an error, said once: ${missing}`, () => {
    using host = new Textfiles(
      { "a.prom": "a 1\n" },
      "--collector.textfile.directory=DIR",
      `--collector.textfile.directory=${missing}`,
    );
    for (let i = 0; i < 2; i++) {
      assertEquals(host.values(), { ...mtime("a.prom"), ...error(1), a: 1 });
    }
    assertEquals(host.logged.length, 1);
    assert(host.logged[0].includes(missing), host.logged[0]);
  });
}

Deno.test("a broken file costs only itself, and is named once with line and reason", () => {
  using host = new Textfiles({
    "a.prom": "a 1\n",
    "broken.prom": "b 1\nb{ 2\n",
    "c.prom": "c 3\n",
  });
  const rest = { ...mtime("a.prom"), ...mtime("c.prom"), a: 1, c: 3 };
  for (let i = 0; i < 2; i++) assertEquals(host.values(), { ...rest, ...error(1) });
  const [line, ...more] = host.logged;
  assertEquals(more, []);
  assert(line.includes('"DIR/broken.prom"') && line.includes("line 2: labels are to be"), line);

  host.write("broken.prom", "b 1\nb2 2\n", WRITTEN + 1);
  assertEquals(host.values(), {
    ...rest,
    ...mtime("broken.prom", WRITTEN + 1),
    ...error(0),
    b: 1,
    b2: 2,
  });
  assertEquals(host.logged.length, 1);

  host.write("broken.prom", "b 1\nb{ 2\n", WRITTEN + 2);
  assertEquals(host.values(), { ...rest, ...error(1) });
  assertEquals(host.logged.length, 2);
});

const REFUSED: readonly (readonly [shows: string, text: string | Uint8Array, words: string])[] = [
  ["timestamps of its own", "b 1\nb2 2 1441205977284\n", "line 2: a timestamp"],
  ["an unfinished last line", "b 1", "line 1: the last line does not end"],
  [
    "a label that is not UTF-8",
    new Uint8Array([...new TextEncoder().encode('b{x="'), 0xe9, 34, 125, 32, 49, 10]),
    "line 1: the value of the label x is not UTF-8",
  ],
  ["more bytes than a scrape can carry", new Uint8Array(16 * 2 ** 20 + 1), "16.0 MB is too large"],
];
for (const [shows, text, words] of REFUSED) {
  Deno.test(`a file with ${shows} is refused`, () => {
    using host = new Textfiles({ "a.prom": "a 1\n" });
    host.write("b.prom", text);
    assertEquals(host.values(), { ...mtime("a.prom"), ...error(1), a: 1 });
    assert(host.logged.length === 1 && host.logged[0].includes(words), host.logged.join());
  });
}

Deno.test("a directory or a pipe with a file's name is refused, and nobody waits for it", () => {
  using host = new Textfiles({ "a.prom": "a 1\n" });
  Deno.mkdirSync(`${host.directory}/b.prom`);
  const pipe = Deno.build.os === "linux" &&
    new Deno.Command("mkfifo", { args: [`${host.directory}/c.prom`] }).outputSync().success;
  assertEquals(host.values(), { ...mtime("a.prom"), ...error(1), a: 1 });
  assertEquals(host.logged.length, pipe ? 2 : 1);
});

Deno.test("what is not UTF-8 in a help text costs nothing", () => {
  using host = new Textfiles({});
  host.write(
    "a.prom",
    new Uint8Array([...new TextEncoder().encode("# HELP a caf"), 0xe9, 10, 97, 32, 49, 10]),
  );
  assertEquals(host.values(), { ...mtime("a.prom"), ...error(0), a: 1 });
});

/** Two files, the samples and helps of both, and words of what is said of the second. */
const MERGED: readonly (readonly [
  shows: string,
  a: string,
  b: string,
  samples: Readonly<Record<string, number>>,
  help: string,
  words?: string,
])[] = [
  ["the same help", '# HELP m x\nm{f="a"} 1\n', '# HELP m x\nm{f="b"} 2\n', {
    'm{f="a"}': 1,
    'm{f="b"}': 2,
  }, "x"],
  [
    "no help",
    'm{f="a"} 1\n',
    'm{f="b"} 2\n',
    { 'm{f="a"}': 1, 'm{f="b"}': 2 },
    "Metric read from DIR/a.prom, DIR/b.prom",
  ],
  ["help in the first", '# HELP m x\nm{f="a"} 1\n', 'm{f="b"} 2\n', {
    'm{f="a"}': 1,
    'm{f="b"}': 2,
  }, "x"],
  ["help in the second", 'm{f="a"} 1\n', '# HELP m x\nm{f="b"} 2\n', {
    'm{f="a"}': 1,
    'm{f="b"}': 2,
  }, "x"],
  [
    "different help",
    '# HELP m x\nm{f="a"} 1\n',
    '# HELP m y\nm{f="b"} 2\nother 3\n',
    { 'm{f="a"}': 1, other: 3 },
    "x",
    "family m left out: its help is not the one in DIR/a.prom",
  ],
  [
    "different types",
    '# TYPE m gauge\nm{f="a"} 1\n',
    'm{f="b"} 2\nother 3\n',
    { 'm{f="a"}': 1, other: 3 },
    "Metric read from DIR/a.prom",
    "family m left out: its type is untyped, but gauge in DIR/a.prom",
  ],
  [
    "a series twice",
    'm{f="a",g="b"} 1\n',
    'm{g="b",f="a"} 2\nm 3\n',
    { 'm{f="a",g="b"}': 1, m: 3 },
    "Metric read from DIR/a.prom, DIR/b.prom",
    'series m{f=\\"a\\",g=\\"b\\"} stands twice',
  ],
  [
    "a name that belongs to a summary",
    "# TYPE m summary\nm_count 1\n",
    "# TYPE m_sum counter\nm_sum 2\nother 3\n",
    { m_sum: 0, m_count: 1, other: 3 },
    "Metric read from DIR/a.prom",
    "family m_sum left out: m_sum belongs to m of DIR/a.prom already",
  ],
];
for (const [shows, a, b, samples, help, words] of MERGED) {
  Deno.test(`two files with the same family: ${shows}`, () => {
    using host = new Textfiles({ "a.prom": a, "b.prom": b });
    assertEquals(host.values(), {
      ...mtime("a.prom"),
      ...mtime("b.prom"),
      ...error(words ? 1 : 0),
      ...samples,
    });
    const m = host.families().find(({ metric }) => metric.name === "m")!;
    assertEquals(m.metric.help.replaceAll(host.directory, "DIR"), help);
    if (words) {
      assert(host.logged.length === 1 && host.logged[0].includes(words), host.logged.join());
    } else assertEquals(host.logged, []);
  });
}

Deno.test("a stale file says so, and its samples are left out until it is written again", () => {
  using host = new Textfiles(
    { "old.prom": "old 1\n", "new.prom": "new 1\n" },
    "--collector.textfile.directory=DIR",
    "--collector.textfile.max-age=20m",
  );
  const state = (name: string, value: number) => ({
    [`node_textfile_stale{file="DIR/${name}"}`]: value,
  });
  const both = { ...mtime("new.prom"), ...error(0) };
  const old = { ...mtime("old.prom"), ...both };
  const fresh = { ...old, ...state("new.prom", 0), ...state("old.prom", 0), new: 1, old: 1 };
  assertEquals(host.values(), fresh);
  host.made.clock = 200_000;
  assertEquals(host.values(), fresh);
  host.made.clock = 200_001;
  host.write("new.prom", "new 1\n", WRITTEN);
  assertEquals(host.values(), { ...old, ...state("new.prom", 1), ...state("old.prom", 1) });
  host.write("old.prom", "old 2\n", WRITTEN + 1);
  assertEquals(host.values(), {
    ...both,
    ...mtime("old.prom", WRITTEN + 1),
    ...state("new.prom", 1),
    ...state("old.prom", 0),
    old: 2,
  });
});

Deno.test("a file that has not changed is not read again, and keeps its labels", () => {
  using host = new Textfiles({ "a.prom": 'a{x="1"} 1\n', "b.prom": "b 1\n" });
  const family = (name: string) => host.families().find(({ metric }) => metric.name === name)!;
  const before = family("a");
  // The same length and time, in the same file: nothing tells that it changed.
  host.write("a.prom", 'a{x="1"} 2\n');
  assert(family("a").values === before.values, "read again");
  host.write("b.prom", "b 2\n", WRITTEN + 1);
  assert(family("a").labels[0] === before.labels[0], "another file's change costs it its labels");
  assertEquals(family("b").values, [2]);
  host.write("a.prom", 'a{x="1"} 3\n', WRITTEN + 1);
  assertEquals(family("a").values, [3]);
});

Deno.test("a file that takes another's place in the same moment is read", () => {
  using host = new Textfiles({ "a.prom": "a 1\n" });
  assertEquals(host.values().a, 1);
  host.write("b", "a 2\n");
  Deno.renameSync(`${host.directory}/b`, `${host.directory}/a.prom`);
  assertEquals(host.values().a, 2);
});

Deno.test("a file that goes takes its samples along", () => {
  using host = new Textfiles({ "a.prom": "a 1\n", "b.prom": "b 1\n" });
  host.values();
  Deno.removeSync(`${host.directory}/a.prom`);
  assertEquals(host.values(), { ...mtime("b.prom"), ...error(0), b: 1 });
});
