import { ownFiles, unwritten } from "../../../exporter/program_files.ts";
import { assert, assertEquals } from "../../assert.ts";

const FILE = "/opt/host vitals/hostvitals";

function mapping(
  addresses: string,
  { mode = "r-xp", inode = 1234, file = FILE, anonymous = 0 } = {},
): string {
  return `${addresses} ${mode} 02a00000 08:01 ${inode}                       ${file}
Size:                 64 kB
Rss:                  32 kB
Anonymous:            ${anonymous} kB
AnonHugePages:         0 kB
VmFlags: rd ex mr mw me sd
`;
}

Deno.test("code and constants of the program and its libraries are taken, whole, also when the file was replaced", () => {
  const smaps = mapping("5581c0a00000-5581c0a10000", { mode: "r--p" }) +
    mapping("7f81c0a10000-7f81c0a30000", { file: `${FILE} (deleted)` });
  assertEquals(unwritten(smaps), [
    { start: 0x5581c0a00000n, length: 0x10000n },
    { start: 0x7f81c0a10000n, length: 0x20000n },
  ]);
});

Deno.test("what was or can be written, is shared, hidden or no file is left alone", () => {
  const smaps = [
    mapping("1000-2000", { mode: "r--p", anonymous: 4 }),
    mapping("2000-3000", { mode: "rw-p" }),
    mapping("3000-4000", { mode: "r-xs" }),
    mapping("4000-5000", { mode: "---p" }),
    mapping("5000-6000", { mode: "rwxp" }),
    mapping("6000-7000", { file: "", inode: 0 }),
    mapping("7000-8000", { file: "[vdso]", inode: 0 }),
  ];
  assertEquals(unwritten(smaps.join("")), []);
  assertEquals(unwritten(""), []);
});

Deno.test({
  name: "this process has its code in memory as it lies on the disk",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const bytes = (await ownFiles()).reduce((sum, { length }) => sum + length, 0n);
    assert(bytes > 20_000_000n, `${bytes} bytes`);
  },
});
