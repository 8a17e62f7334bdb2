import { MeminfoReader, memoryOf } from "../../../../collectors/linux/meminfo.ts";
import { assertEquals } from "../../../assert.ts";
import { malformed, table } from "../../../table.ts";

table("/proc/meminfo", (text: string) => Object.fromEntries(new MeminfoReader().read(text)), [
  ["kB become bytes, numbers without a unit stay", "MemTotal:  3742148 kB\nHugePages_Total:  7\n", {
    MemTotal: { value: 3831959552, bytes: true },
    HugePages_Total: { value: 7, bytes: false },
  }],
  ["names with parentheses", "Active(anon):     12 kB\n", {
    "Active(anon)": { value: 12288, bytes: true },
  }],
  ["empty", "", malformed("meminfo")],
  ["a name alone", "MemTotal\n", malformed('"MemTotal"')],
  ["a line cut off before its number", "MemTotal:     \n", malformed("MemTotal:")],
  ["a word for a number", "MemTotal:  lots kB\n", malformed('"lots"')],
]);

const kB = (kilobytes: number) => kilobytes * 1024;

table("memory", (text: string) => {
  const { fields: _, ...memory } = memoryOf(new MeminfoReader().read(text));
  return memory;
}, [
  [
    "cached counts reclaimable slab, as free(1) does",
    "MemTotal: 100 kB\nMemFree: 10 kB\nMemAvailable: 60 kB\nBuffers: 5 kB\nCached: 30 kB\nSReclaimable: 7 kB\n" +
    "Shmem: 3 kB\nSwapTotal: 50 kB\nSwapFree: 40 kB\n",
    {
      total: kB(100),
      free: kB(10),
      available: kB(60),
      buffers: kB(5),
      cached: kB(37),
      shared: kB(3),
      swapTotal: kB(50),
      swapFree: kB(40),
    },
  ],
  [
    "a kernel that does not estimate what is available",
    "MemTotal: 100 kB\nMemFree: 10 kB\nBuffers: 5 kB\nCached: 30 kB\n",
    {
      total: kB(100),
      free: kB(10),
      available: kB(45),
      buffers: kB(5),
      cached: kB(30),
      shared: NaN,
      swapTotal: NaN,
      swapFree: NaN,
    },
  ],
  ["cut off before MemFree", "MemTotal: 100 kB\n", malformed("no MemTotal or no MemFree")],
]);

Deno.test("this machine's memory adds up", () => {
  const memory = memoryOf(new MeminfoReader().read(Deno.readTextFileSync("/proc/meminfo")));
  assertEquals(memory.total > memory.available && memory.available > 0, true);
});
