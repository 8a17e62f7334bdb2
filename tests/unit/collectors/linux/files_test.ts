import { join } from "node:path";
import { assert, assertEquals, assertMatch, assertThrows } from "../../../assert.ts";
import { Files, type Reader } from "../../../../collectors/linux/files.ts";
import { atOnce } from "../../../../collectors/turns.ts";
import { MadeUpHost } from "../../../fixture.ts";

/** How many files of a made-up host this process has open; tests beside it have files of their own. */
function openOf({ root }: MadeUpHost): number {
  return [...Deno.readDirSync("/proc/self/fd")].filter(({ name }) => {
    try {
      return Deno.readLinkSync(`/proc/self/fd/${name}`).startsWith(root);
    } catch {
      // Closed in the meantime.
      return false;
    }
  }).length;
}

Deno.test("paths of /proc, /sys and udev lead below their own roots, all others below the root", () => {
  using made = new MadeUpHost({});
  const { files, root } = made;
  assertEquals(files.path("/proc/stat"), join(root, "proc/stat"));
  assertEquals(files.path("/sys"), join(root, "sys"));
  assertEquals(files.path("/run/udev/data/b8:0"), join(root, "udev/b8:0"));
  assertEquals(files.path("/etc/os-release"), join(root, "etc/os-release"));
  // A mount point that only begins like one of them.
  assertEquals(files.path("/process"), join(root, "process"));
});

Deno.test("a hot file is read anew each time, also when it grew past the buffer", () => {
  using made = new MadeUpHost({ "proc/stat": "one" });
  assertEquals(made.files.hot("/proc/stat"), "one");
  const large = "x".repeat(300_000);
  made.write({ "proc/stat": large });
  assertEquals(made.files.hot("/proc/stat"), large);
  made.write({ "proc/stat": "" });
  assertEquals(made.files.hot("/proc/stat"), "");
});

Deno.test("a short hot file is what it is now, however like the last reading that is", () => {
  using made = new MadeUpHost({});
  const texts = [
    "up\n",
    "up\n",
    "in\n",
    "é",
    "é",
    "ab",
    "a",
    "",
    "",
    "\0",
    "x".repeat(64),
    "x".repeat(65),
  ];
  for (const text of [...texts, ...texts.toReversed()]) {
    made.write({ "sys/a": text });
    assertEquals(made.files.hot("/sys/a"), text);
  }
  for (const bytes of [[0x61, 0xff], [0xfd, 0x61], [0xc3, 0xa9], [0xe9], [0xe9]]) {
    Deno.writeFileSync(join(made.root, "sys/a"), new Uint8Array(bytes));
    assertEquals(made.files.hot("/sys/a"), new TextDecoder().decode(new Uint8Array(bytes)));
  }
});

Deno.test("a hot file whose descriptor went bad is opened anew", () => {
  using made = new MadeUpHost({ "proc/stat": "one" });
  made.files.hot("/proc/stat");
  made.files.close();
  assertEquals(made.files.hot("/proc/stat"), "one");
});

Deno.test("no more than two hundred files stay open, however many are hot", () => {
  const names = Array.from({ length: 500 }, (_, i) => `file${i}`);
  using made = new MadeUpHost(Object.fromEntries(names.map((name) => [`proc/${name}`, name])));
  for (let round = 0; round < 2; round++) {
    for (const name of names) assertEquals(made.files.hot(`/proc/${name}`), name);
  }
  assertEquals(openOf(made), 192);
});

Deno.test("of many reads nothing is lost", () => {
  using made = new MadeUpHost({ "proc/stat": "0", "sys/a": "a" });
  for (let i = 0; i < 1200; i++) {
    made.write({ "proc/stat": `${i}` });
    assertEquals(made.files.hot("/proc/stat"), `${i}`);
    assertEquals(made.files.read("/sys/a"), "a");
  }
  assertThrows(() => made.files.hot("/proc/none"), Deno.errors.NotFound);
  assertEquals(made.files.attribute("/sys/none"), undefined);
});

Deno.test("a hot file that nobody reads any more is closed when another is opened", () => {
  let now = 0;
  using made = new MadeUpHost({ "sys/old": "old", "sys/new": "new", "sys/newer": "newer" });
  const files = new Files(made.files.roots, { monotonic: () => now });
  files.hot("/sys/old");
  now = 100_000;
  files.hot("/sys/new");
  assertEquals(openOf(made), 2);
  now = 200_000;
  assertEquals(files.hot("/sys/new"), "new");
  assertEquals(files.hot("/sys/newer"), "newer");
  assertEquals(openOf(made), 2, "the old one is closed");
  assertEquals(files.hot("/sys/old"), "old");
  files.close();
  assertEquals(openOf(made), 0);
});

Deno.test("a missing file is an error, a missing attribute or directory is nothing", () => {
  using made = new MadeUpHost({ "sys/a": " 0x10\n", "sys/b": "word" });
  const { files } = made;
  assertThrows(() => files.hot("/proc/none"), Deno.errors.NotFound);
  assertEquals(files.attribute("/sys/none"), undefined);
  assertEquals(files.list("/sys/none"), []);
  assertEquals(files.list("/sys/a"), []);
  assertEquals(files.number("/sys/a"), 16);
  assertEquals(files.number("/sys/b"), undefined);
  assertEquals(files.exists("/sys/b"), true);
  assertEquals(files.link("/sys/b"), undefined);
});

Deno.test("a hot file that need not be there is nothing where it is not, and an error where it cannot be read", () => {
  using made = new MadeUpHost({ "proc/a": "a", "proc/directory/oops": "" });
  assertEquals(made.files.hotIfThere("/proc/a"), "a");
  assertEquals(made.files.hotIfThere("/proc/none"), undefined);
  assertEquals(made.files.hotIfThere("/proc/a/none"), undefined);
  assertThrows(() => made.files.hotIfThere("/proc/directory"));
  assertEquals(made.files.attribute("/proc/directory"), undefined);
});

Deno.test("a file in pieces: all of it, each time anew; nothing where it is not, an error for what it refuses", () => {
  const large = "0123456789".repeat(30_000);
  using made = new MadeUpHost({ "proc/a": large, "proc/directory/oops": "" });
  const lengths: number[] = [];
  const begin = () => {
    const read: string[] = [];
    return {
      feed: (piece: Uint8Array) => void read.push(new TextDecoder().decode(piece)),
      end: () => {
        lengths.push(read.length);
        return read.join("");
      },
    };
  };
  const inPieces = (path: string, begin: () => Reader<string>) =>
    atOnce(made.files.inPieces(path, begin));
  assertEquals(inPieces("/proc/a", begin), large);
  made.write({ "proc/a": "short" });
  assertEquals(inPieces("/proc/a", begin), "short");
  assertEquals(lengths, [5, 1]);
  assertEquals(inPieces("/proc/none", begin), undefined);
  assertThrows(() => inPieces("/proc/directory", begin));
  made.files.close();
  assertEquals(inPieces("/proc/a", begin), "short");
});

Deno.test("a directory in place of a file is an error, and leaves no file open", () => {
  using made = new MadeUpHost({ "proc/stat/oops": "" });
  assertThrows(() => made.files.hot("/proc/stat"));
  assertThrows(() => made.files.read("/proc/stat"));
  assertEquals(openOf(made), 0);
});

Deno.test("bytes that are not UTF-8 become the replacement character", () => {
  using made = new MadeUpHost({});
  Deno.writeFileSync(join(made.root, "proc/mounts"), new Uint8Array([0x61, 0xff, 0x62]));
  assertEquals(made.files.hot("/proc/mounts"), "a\ufffdb");
});

Deno.test("a file comes whole in pieces", async () => {
  const large = "0123456789".repeat(20_000);
  using made = new MadeUpHost({ "proc/net/tcp": large });
  let text = "";
  await made.files.pieces("/proc/net/tcp", (piece) => text += new TextDecoder().decode(piece));
  assertEquals(text, large);
});

Deno.test({
  name: "a list of the kernel's that is longer than the buffer comes whole",
  ignore: Deno.build.os !== "linux",
  fn() {
    const roots = { proc: "/proc", sys: "/sys", root: "/", udev: "/run/udev/data" };
    // Each mapping is a record of some 700 bytes.
    const text = new Files(roots).read("/proc/self/smaps");
    assert(text.length > 80_000, `${text.length} characters`);
    assertMatch(text, /\nVmFlags: [^\n]+\n$/);
    assertEquals(text.match(/^Size:/gm)!.length, text.match(/^VmFlags:/gm)!.length);
  },
});
